// The processor of a board: filled with its architecture's colour, an empty dashed outline when the board is gone.
import { GlyphShape } from './glyph.tsx';

const LEGS = [0, 1, 2, 3, 4, 5].map((i) => 28 + i * 7.2);
/** Longer names (`ppc64le`) are set smaller to fit the label. */
const LABEL_CHARS_MAX = 6;

interface ChipProps {
  arch: string;
  down: boolean;
}

/** At (22, 44), 48 by 48, in the card's drawing. */
export function Chip({ arch, down }: ChipProps) {
  return (
    <g>
      <path
        className="pcb-line"
        d={LEGS.map((at) => `M${at} 40v4M${at} 92v4M18 ${at + 22}h4M70 ${at + 22}h4`).join('')}
      />
      <rect
        className={down ? 'chip-body-down' : 'chip-body'}
        x="22"
        y="44"
        width="48"
        height="48"
        rx="5"
        strokeWidth="1.5"
      />
      <g transform="translate(34 48)">
        <GlyphShape arch={arch} kind={down ? 'plain' : 'on'} />
      </g>
      {down ? null : <rect className="chip-label" x="25" y="76" width="42" height="13" rx="2.5" />}
      <text className="chip-text" x="46" y="86" fontSize={arch.length > LABEL_CHARS_MAX ? 8.5 : 10}>
        {arch}
      </text>
    </g>
  );
}
