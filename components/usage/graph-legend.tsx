'use client';
// What each layer is, and its numbers at the moment shown: in one place that never moves.
import { useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { momentTime } from '#components/charts/local-time.ts';
import { figureText } from '#lib/model/usage/graph/graph-text.ts';
import type { Moment } from '#lib/model/usage/graph/moment.ts';
import type { Amount } from '#lib/model/usage/graph/silence.ts';
import { paintsOf } from './series-paint.ts';
import { type GraphPicture, useMoment } from './use-moment.ts';

export function GraphLegend({ picture }: { picture: GraphPicture }) {
  const { view, silence } = picture;
  const { moment } = useMoment(picture);
  const paints = useMemo(() => paintsOf(view.series), [view]);
  const hatched = useMemo(
    () => Object.values(silence).some((rows) => rows.some((row) => row.includes(true))),
    [silence],
  );
  if (moment === null) return null;
  return (
    <ul className="graph-legend">
      {moment.parts.map((part, at) => (
        <li key={part.series.key} className={`graph-legend-item ${archClass(part.series.arch ?? '')}`}>
          {view.by === 'arch' ? null : (
            <svg width="12" height="12" className="shrink-0" aria-hidden="true">
              <rect width="12" height="12" fill={paints[at]} />
            </svg>
          )}
          {part.series.arch === null ? null : <Glyph arch={part.series.arch} size={12} />}
          <span className="min-w-0 grow truncate font-mono" title={part.series.key}>
            {part.series.key}
          </span>
          <Figure part={part} amount="cpu" />
          <Figure part={part} amount="memory" />
        </li>
      ))}
      {hatched ? (
        <li className="graph-legend-item text-ink-2">
          <HatchSwatch />
          not measured: as high as it was last
        </li>
      ) : null}
    </ul>
  );
}

/** Of which moment the numbers are. */
export function MomentTime({ picture }: { picture: GraphPicture }) {
  const { moment, pointed } = useMoment(picture);
  if (moment === null) return <span>Nothing was measured</span>;
  const time = momentTime(moment.atMs, picture.view.toMs - picture.view.fromMs);
  return <span>{pointed ? `At ${time}` : `Newest, ${time}`}</span>;
}

function Figure({ part, amount }: { part: Moment['parts'][number]; amount: Amount }) {
  const value = part[amount];
  return (
    <span className="w-18 shrink-0 text-right">
      {value === null ? <span className="sr-only">not measured</span> : null}
      <span aria-hidden={value === null ? true : undefined}>{figureText(value, amount)}</span>
    </span>
  );
}

function HatchSwatch() {
  return (
    <svg width="12" height="12" className="shrink-0" aria-hidden="true">
      <path className="chart-hatch" d="M-1 5L5 -1M-1 11L11 -1M1 15L15 1M7 15L15 7" />
    </svg>
  );
}
