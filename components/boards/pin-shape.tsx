// One pod as a pin: the shape says its state, the colour its architecture.
import type { PinState } from '#lib/model/overview/overview-view.ts';

interface PinShapeProps {
  state: PinState;
  x: number;
  y: number;
  /** Edge of the square, in px of the drawing. */
  size: number;
}

export function PinShape({ state, x, y, size }: PinShapeProps) {
  const box = { x, y, width: size, height: size, rx: size / 6 };
  const inner = { x: x + 0.7, y: y + 0.7, width: size - 1.4, height: size - 1.4, rx: size / 7 };
  const near = size * 0.1;
  const far = size * 0.8;
  switch (state) {
    case 'running':
      return <rect className="pin-running" {...box} />;
    case 'starting':
      return (
        <>
          <rect className="pin-starting" {...inner} />
          <rect className="pin-dot" x={x + size / 3} y={y + size / 3} width={size / 3} height={size / 3} />
        </>
      );
    case 'unknown':
      return <rect className="pin-unknown" {...inner} />;
    case 'pending':
      return <rect className="pin-pending" {...inner} />;
    case 'failing':
      return <path className="pin-failing" d={`M${x + near} ${y + near}l${far} ${far}m0 ${-far}l${-far} ${far}`} />;
    case 'terminating':
      return (
        <>
          <rect className="pin-terminating" {...inner} />
          <path className="pin-strike" d={`M${x - 1} ${y + size / 2}h${size + 2}`} />
        </>
      );
    case 'completed':
      return (
        <path
          className="pin-completed"
          d={`M${x + near} ${y + size * 0.55}l${size * 0.3} ${size * 0.3}l${size * 0.5} ${-size * 0.6}`}
        />
      );
  }
}
