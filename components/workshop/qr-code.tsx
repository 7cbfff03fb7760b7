'use client';
// A text as a QR code, dark on light whatever the theme: cameras want it so.
import { useMemo } from 'react';
import { encode } from 'uqr';

/** Modules of quiet around it that readers need (ISO/IEC 18004). */
const QUIET = 4;

export function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const { size: edge, data } = encode(text, { ecc: 'M', border: QUIET });
    const modules = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
    return { size: edge, path: modules.join('') };
  }, [text]);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className="qr-code" role="img" aria-label={`QR code of ${text}`}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
