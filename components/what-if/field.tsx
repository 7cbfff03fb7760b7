// A field of the form with its label above it.
import type { ComponentProps, ReactNode } from 'react';
import { Select } from '#components/ui/select.tsx';

const FIELD = 'h-8 w-full rounded border border-line-2 bg-paper px-2';

interface LabelledProps {
  label: string;
  children: ReactNode;
}

function Labelled({ label, children }: LabelledProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what is put into it
    <label className="block">
      <span className="text-ink-2">{label}</span>
      {children}
    </label>
  );
}

export function TextField({ label, ...rest }: ComponentProps<'input'> & { label: string }) {
  return (
    <Labelled label={label}>
      <input className={`${FIELD} font-mono`} {...rest} />
    </Labelled>
  );
}

export function ChoiceField({ label, ...rest }: ComponentProps<typeof Select> & { label: string }) {
  return (
    <Labelled label={label}>
      <Select className={FIELD} {...rest} />
    </Labelled>
  );
}
