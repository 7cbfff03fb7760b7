// A board's memory as a bar: what is requested already, what this would take, what is left.
import { useId } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import type { BoardFit } from '#lib/model/workshop/fits.ts';

interface FitBarProps {
  board: BoardFit;
  takesBytes: number;
}

/** Beside a text with the numbers, so hidden from screen readers. */
export function FitBar({ board: { arch, verdict, freeBytes, allocatableBytes }, takesBytes }: FitBarProps) {
  const hatch = useId();
  const isKnown = freeBytes !== null && allocatableBytes !== null && allocatableBytes > 0;
  const share = (bytes: number) => (isKnown ? (100 * bytes) / allocatableBytes : 0);
  const requested = isKnown ? share(allocatableBytes - freeBytes) : 0;
  const takes = verdict === 'fits' && isKnown ? share(Math.min(takesBytes, freeBytes)) : 0;
  return (
    <svg className={`fit-bar ${archClass(arch)}`} aria-hidden="true">
      {isKnown ? (
        <>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect className="fit-hatch" width="3" height="5" />
          </pattern>
          <rect className="fit-track" width="100%" height="100%" />
          <rect className="fit-requested" width={`${requested}%`} height="100%" />
          <rect x={`${requested}%`} width={`${takes}%`} height="100%" fill={`url(#${hatch})`} />
        </>
      ) : (
        <line className="meter-none" x1="0" x2="100%" y1="50%" y2="50%" />
      )}
    </svg>
  );
}
