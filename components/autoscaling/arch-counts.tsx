// Pods of a target by architecture: sign and number, which a screen reader hears with the names.
import { Glyph } from '#components/boards/glyph.tsx';
import type { AutoscalerRow } from '#lib/model/autoscaling/autoscaling-view.ts';

export function ArchCounts({ byArch, pending }: Pick<AutoscalerRow, 'byArch' | 'pending'>) {
  if (byArch === null) return <span className="text-ink-2">pods may not be read</span>;
  if (byArch.length === 0 && !pending) return <span className="text-ink-2">no pods</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {byArch.map(({ arch, pods, ready }) => (
        <span key={arch} className="inline-flex items-center gap-1 whitespace-nowrap">
          <Glyph arch={arch} size={12} />
          <span className="sr-only">{arch} </span>
          {ready === pods ? pods : `${ready} of ${pods}`}
        </span>
      ))}
      {pending ? (
        <span className="inline-flex items-center gap-1 whitespace-nowrap text-warning">
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <rect className="pin-pending" x="1.5" y="1.5" width="9" height="9" rx="1.5" />
          </svg>
          {pending} Pending
        </span>
      ) : null}
    </span>
  );
}
