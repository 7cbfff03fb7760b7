'use client';
// One of a few, side by side: radio buttons that look like one control.
import { useId } from 'react';

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly { value: T; text: string }[];
  /** Null where it is none of them. */
  value: T | null;
  onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex">
      {options.map((option) => (
        <label
          key={option.value}
          className="relative -ml-px flex h-8 grow cursor-pointer items-center justify-center border border-line-2 px-2 first:ml-0 first:rounded-l last:rounded-r hover:bg-bench has-checked:border-ink has-checked:bg-ink has-checked:font-medium has-checked:text-paper has-focus-visible:z-1 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 m-0 cursor-pointer opacity-0"
          />
          {option.text}
        </label>
      ))}
    </div>
  );
}
