'use client';
// One hop: how it is, its figure, and on request how to see the same by hand.
import type { AutoscalerRow, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { ArchCounts } from './arch-counts.tsx';
import { HopProof } from './hop-proof.tsx';
import { StateMark } from './state-mark.tsx';

/** Longer figures are set smaller, so that they stay in their place. */
const LARGE_LETTERS_MAX = 13;

interface HopCardProps {
  id: string;
  hop: HopView;
  row: AutoscalerRow;
  open: boolean;
  onToggle: () => void;
}

export function HopCard({ id, hop, row, open, onToggle }: HopCardProps) {
  const { title, state, value, detail, name } = hop;
  const proofId = `proof-${id}`;
  // What kubectl prints of targets has mostly no room, and must not change its size as it changes.
  const isLong = name === 'autoscaler' || (value ?? '').length > LARGE_LETTERS_MAX;
  const size = isLong ? 'text-16' : 'text-24 tracking-tight';
  return (
    <li className="hop">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? proofId : undefined}
        onClick={onToggle}
        className={`hop-card hop-${state}`}
      >
        <span className="hop-title">
          <span className="truncate" title={title}>
            {title}
          </span>
          <StateMark state={state} />
        </span>
        <span className={`hop-value ${size}`}>
          {value ?? (
            <>
              <span aria-hidden="true">–</span>
              <span className="sr-only">no figure</span>
            </>
          )}
        </span>
        <span className="hop-detail">
          {name === 'pods' && row.byArch !== null ? (
            <ArchCounts byArch={row.byArch} pending={row.pending} />
          ) : (
            <span className="line-clamp-2" title={detail}>
              {detail}
            </span>
          )}
        </span>
      </button>
      {open ? <HopProof id={proofId} hop={hop} /> : null}
    </li>
  );
}
