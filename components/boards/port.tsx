// The Ethernet ports: the light of the first is Ready, a cross when it is not, a question mark when nobody knows.
import type { ReadyView } from '#lib/model/overview/overview-view.ts';

interface PortProps {
  status: ReadyView['status'];
}

/** At the right edge of the card's drawing. */
export function Ports({ status }: PortProps) {
  return (
    <g>
      <rect className="pcb-port" x="238" y="44" width="27" height="22" rx="2" />
      <rect className="pcb-port" x="238" y="72" width="27" height="22" rx="2" />
      <ReadyLight status={status} x={251.5} y={55} size={11} />
    </g>
  );
}

interface ReadyLightProps extends PortProps {
  /** The middle of the light. */
  x: number;
  y: number;
  size: number;
}

export function ReadyLight({ status, x, y, size }: ReadyLightProps) {
  const half = size / 2;
  if (status === 'True') return <circle className="pcb-light" cx={x} cy={y} r={size * 0.41} />;
  if (status === 'missing') return <circle className="pcb-line" cx={x} cy={y} r={size * 0.41} strokeDasharray="2 2" />;
  return (
    <path
      className="pcb-cross"
      strokeWidth={size * 0.2}
      d={`M${x - half} ${y - half}l${size} ${size}m0 ${-size}l${-size} ${size}`}
    />
  );
}
