// One of several, in a filter: stands out while it filters, and keeps a value that is not among them any more.
import { FIELD, fieldTone } from './field-class.ts';
import { Select } from './select.tsx';

interface SelectFieldProps {
  name: string;
  label: string;
  /** The word for no choice. */
  all: string;
  value: string;
  options: readonly (readonly [value: string, word: string])[];
  onChange: (value: string) => void;
}

export function SelectField({ name, label, all, value, options, onChange }: SelectFieldProps) {
  return (
    <Select
      name={name}
      aria-label={label}
      value={value}
      options={[['', all], ...options]}
      onChange={onChange}
      className={`${FIELD} ${fieldTone(value)}`}
    />
  );
}
