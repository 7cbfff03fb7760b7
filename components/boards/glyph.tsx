// The sign of an architecture: the shape says it without the colour.
import type { ReactElement } from 'react';
import { archClass } from './arch-class.ts';

const SHAPES: Readonly<Record<string, ReactElement>> = {
  amd64: <rect x="3" y="3" width="18" height="18" />,
  arm64: <path d="M12 1.6l9 5.2v10.4l-9 5.2-9-5.2V6.8z" />,
  arm: <path d="M12 3l7.8 4.5v9L12 21l-7.8-4.5v-9z" fill="none" strokeWidth="2.6" />,
  ppc64le: <path d="M12 1.5L22.5 12 12 22.5 1.5 12z" />,
  s390x: <path d="M3 3h18v4.2H3zM3 9.9h18v4.2H3zM3 16.8h18V21H3z" />,
  riscv64: <path d="M2 3.5h20L12 21.5z" />,
};
/** An architecture we have no sign for: neither filled nor coloured. */
const UNKNOWN = <circle cx="12" cy="12" r="8.5" fill="none" strokeWidth="2.6" strokeDasharray="4 3" />;

interface GlyphShapeProps {
  arch: string;
  /** `on` is the shape on a chip filled with its colour. */
  kind?: 'plain' | 'on';
}

/** In a 24 by 24 box, for use inside a drawing. */
export function GlyphShape({ arch, kind = 'plain' }: GlyphShapeProps) {
  return <g className={kind === 'on' ? 'glyph-on' : 'glyph'}>{SHAPES[arch] ?? UNKNOWN}</g>;
}

interface GlyphProps {
  arch: string;
  /** In px. */
  size: number;
}

/** Beside a text that names the architecture, so hidden from screen readers. */
export function Glyph({ arch, size }: GlyphProps) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className={`shrink-0 ${archClass(arch)}`} aria-hidden="true">
      <GlyphShape arch={arch} />
    </svg>
  );
}
