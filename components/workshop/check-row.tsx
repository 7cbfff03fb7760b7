// Something to agree to or to leave out, with what it means.
import { type ReactNode, useId } from 'react';
import { WithFlags } from './with-flags.tsx';

interface CheckBoxRowProps {
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  words: ReactNode;
}

export function CheckBoxRow({ checked, disabled, onChange, label, words }: CheckBoxRowProps) {
  const note = useId();
  return (
    <div className="choice-row">
      <input
        type="checkbox"
        id={`${note}-input`}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={note}
      />
      <span>
        <label htmlFor={`${note}-input`}>
          <WithFlags words={label} />
        </label>
        <span id={note} className="block max-w-160 text-ink-2">
          {words}
        </span>
      </span>
    </div>
  );
}
