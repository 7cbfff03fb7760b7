// The one button: outlined, or filled with ink for the step that does the thing.
import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  primary?: boolean;
}

const SHAPE = 'inline-flex h-8 items-center gap-2 rounded border px-3 font-medium whitespace-nowrap';
const PLAIN = 'border-ink hover:bg-bench disabled:border-line-2 disabled:text-ink-2';
const PRIMARY =
  'border-ink bg-ink text-paper hover:opacity-90 disabled:border-line-2 disabled:bg-pin disabled:text-ink-2';

export function Button({ primary = false, className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${SHAPE} ${primary ? PRIMARY : PLAIN} ${className}`} {...rest} />;
}
