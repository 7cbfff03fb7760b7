// A page that has nothing to show says why and what to do: empty, forbidden, missing, broken.
import type { ReactNode } from 'react';

interface NoticeProps {
  title: string;
  children: ReactNode;
  /** `trouble` has the double border of everything that is wrong. */
  kind?: 'plain' | 'trouble';
}

export function Notice({ title, children, kind = 'plain' }: NoticeProps) {
  const frame =
    kind === 'trouble' ? 'border-error outline-1 outline-offset-2 outline-error' : 'border-line-2 border-dashed';
  return (
    <div className={`m-6 max-w-160 rounded border p-6 ${frame}`} role={kind === 'trouble' ? 'alert' : undefined}>
      <h1 className="text-16 font-semibold">{title}</h1>
      <div className="mt-1 text-ink-2 [&_code]:text-ink">{children}</div>
    </div>
  );
}
