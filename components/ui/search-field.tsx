'use client';
// A text to filter by: typing is shown at once, the address follows, and a change of the address changes the field.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { FIELD, fieldTone } from './field-class.ts';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (value.trim() !== text.trim()) setText(value);
  }
  useSlashKey(field);
  return (
    <span className="relative min-w-0 grow sm:max-w-56">
      <input
        ref={field}
        type="search"
        name="text"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(event.target.value);
        }}
        className={`${FIELD} w-full ${fieldTone(text)}`}
      />
      {text === '' ? (
        <kbd className="pointer-events-none absolute top-1.5 right-2 rounded border border-line-2 px-1.5 text-ink-2 pointer-coarse:hidden">
          /
        </kbd>
      ) : null}
    </span>
  );
}

/** `/` brings the reader here from anywhere but another field. */
function useSlashKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target;
      if (at instanceof HTMLElement && at.closest('input, textarea, select, dialog[open]') !== null) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [field]);
}
