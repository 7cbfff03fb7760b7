// A cordoned board is taped over, corner to corner: nothing new goes on it, what is there stays.

interface TapeProps {
  /** Of the board's drawing. */
  width: number;
  height: number;
  breadth: number;
}

/** A drawing of its own, under everything else, cut off where the board ends. */
export function Tape({ width, height, breadth }: TapeProps) {
  const length = Math.hypot(width, height);
  // From the middle line to an edge, at a right angle to the diagonal.
  const dx = (height / length) * (breadth / 2);
  const dy = (width / length) * (breadth / 2);
  const diagonal = `M0 ${height}L${width} 0`;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="board-tape" aria-hidden="true">
      <path className="tape" d={diagonal} strokeWidth={breadth} />
      <path className="tape-stripes" d={diagonal} strokeWidth={breadth} />
      <g className="tape-edge">
        <path d={diagonal} transform={`translate(${-dx} ${-dy})`} />
        <path d={diagonal} transform={`translate(${dx} ${dy})`} />
      </g>
    </svg>
  );
}
