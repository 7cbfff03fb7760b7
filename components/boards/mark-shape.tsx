// What becomes of a pod, drawn beside its pin: the shape says it, colour only where it is grave.

export type PodMark = 'comes' | 'leaves' | 'stuck' | 'held' | 'lost' | 'down' | 'removed';

interface MarkShapeProps {
  mark: PodMark;
  x: number;
  y: number;
  /** Edge of the square, in px of the drawing. */
  size: number;
}

export function MarkShape({ mark, x, y, size }: MarkShapeProps) {
  const half = size / 2;
  const third = size / 3;
  switch (mark) {
    case 'comes':
      return <path className="mark" d={`M${x} ${y + half}h${size}m${-half} ${-half}v${size}`} />;
    case 'leaves':
      return (
        <path
          className="mark"
          d={`M${x} ${y + half}h${size}m${-third} ${-third}l${third} ${third}l${-third} ${third}`}
        />
      );
    case 'removed':
      return <path className="mark" d={`M${x} ${y + half}h${size}`} />;
    case 'lost':
      return <path className="mark mark-lost" d={`M${x} ${y}l${size} ${size}m0 ${-size}l${-size} ${size}`} />;
    case 'stuck':
      return <path className="mark-stuck" d={`M${x + half} ${y}l${half} ${size}h${-size}z`} />;
    case 'held':
    case 'down':
      return (
        <path className="mark mark-held" d={`M${x + half} ${y + 0.6}l${half - 0.6} ${size - 1.2}h${1.2 - size}z`} />
      );
  }
}
