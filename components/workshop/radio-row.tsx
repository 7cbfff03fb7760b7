// One of a few choices, a line each, with what it means.
import { useId } from 'react';

interface RadioRowProps {
  name: string;
  checked: boolean;
  disabled?: boolean;
  onChoose: () => void;
  label: string;
  words: string;
}

export function RadioRow({ name, checked, disabled = false, onChoose, label, words }: RadioRowProps) {
  const note = useId();
  return (
    <div className="choice-row">
      <input
        type="radio"
        id={`${note}-input`}
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        aria-describedby={note}
      />
      <span>
        <label htmlFor={`${note}-input`}>{label}</label>
        <span id={note} className="block text-ink-2">
          {words}
        </span>
      </span>
    </div>
  );
}
