// A cordoned board is taped over, corner to corner: nothing new goes on it, what is there stays.

interface TapeProps {
  width: number;
  height: number;
  /** Breadth of the tape. */
  breadth: number;
}

export function Tape({ width, height, breadth }: TapeProps) {
  const b = breadth / 2;
  const edges = `M${-b * 0.2} ${height - b}L${width - b} ${-b * 0.2}M${b} ${height}L${width} ${b}`;
  return (
    <g>
      <path className="pcb-tape" d={`M0 ${height - b}L${width - b} 0H${width}V${b}L${b} ${height}H0z`} />
      <path className="pcb-tape-edge" d={edges} strokeDasharray="6 4" />
    </g>
  );
}
