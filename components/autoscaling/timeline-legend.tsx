// What the lines and areas of a timeline are.
import { Glyph } from '#components/boards/glyph.tsx';
import type { ShownTimeline } from './timeline-moment.ts';
import { figureText } from './timeline-words.ts';

export function TimelineLegend({ timeline: { window, target, unit } }: { timeline: ShownTimeline }) {
  return (
    <p className="timeline-legend text-ink-2">
      <span>
        <Sample className="timeline-metric" />
        metric{unit === '' ? '' : `, ${unit}`}
      </span>
      {target === null ? null : (
        <span>
          <Sample className="timeline-target" />
          target {figureText(target)}
        </span>
      )}
      <span>
        <Sample className="timeline-desired" />
        desired
      </span>
      {window.ready.map(({ arch }) => (
        <span key={arch}>
          <Glyph arch={arch} size={12} />
          ready on {arch}
        </span>
      ))}
    </p>
  );
}

function Sample({ className }: { className: string }) {
  return (
    <svg width="16" height="4" aria-hidden="true">
      <line className={className} x1="0" x2="16" y1="2" y2="2" />
    </svg>
  );
}
