// The one button: outlined, or filled with ink for the step that does the thing.
import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  primary?: boolean;
  /** What it says may be longer than the place it stands in. */
  wraps?: boolean;
}

const SHAPE = 'inline-flex items-center gap-2 rounded border px-3 font-medium';
const ONE_LINE = 'h-8 whitespace-nowrap';
const WRAPPED = 'min-h-8 max-w-full py-1 text-left [overflow-wrap:anywhere]';
const PLAIN = 'border-ink text-ink hover:bg-bench disabled:border-line-2 disabled:text-ink-2';
const PRIMARY =
  'border-ink bg-ink text-paper hover:opacity-90 disabled:border-line-2 disabled:bg-pin disabled:text-ink-2';

export function Button({ primary = false, wraps = false, className = '', type = 'button', ...rest }: ButtonProps) {
  const shape = `${SHAPE} ${wraps ? WRAPPED : ONE_LINE} ${primary ? PRIMARY : PLAIN}`;
  return <button type={type} className={`${shape} ${className}`} {...rest} />;
}
