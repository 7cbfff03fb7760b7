// A choice of one; what is chosen stays to be seen even where it is no longer offered.
import type { ComponentProps } from 'react';

interface SelectProps extends Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'children'> {
  value: string;
  options: readonly (readonly [value: string, word: string])[];
  onChange: (value: string) => void;
}

export function Select({ value, options, onChange, ...rest }: SelectProps) {
  const isThere = options.some(([option]) => option === value);
  return (
    <select value={value} onChange={(event) => onChange(event.target.value)} {...rest}>
      {options.map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
      {isThere || value === '' ? null : <option value={value}>{value}</option>}
    </select>
  );
}
