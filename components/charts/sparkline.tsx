// A row of values as a small line, beside the number it explains. Plain SVG: it is there before JavaScript arrives.
import { linePath } from './runs.ts';

const BOX = { width: 100, height: 20 };

interface SparklineProps {
  /** Oldest first, evenly spaced; null is a hole and stays one. */
  values: readonly (number | null)[];
  /** `CPU of pi5, last hour`: the range of the values is added. */
  about: string;
  /** The text of one value: formatCpu, formatMemory. */
  format: (value: number) => string;
  /** What the top edge stands for, where several are compared; else the largest value. The bottom is always zero. */
  max?: number;
  className?: string;
}

/** Drawn in the colour of the architecture around it (components/boards/arch-class.ts), else in ink. */
export function Sparkline({ values, about, format, max, className = 'h-5 w-29' }: SparklineProps) {
  const title = `${about}: ${rangeWords(values, format)}`;
  const top = max ?? Math.max(0, ...measured(values));
  return (
    <svg
      role="img"
      className={`spark ${className}`}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
    >
      <title>{title}</title>
      {/* Without it only the line itself would answer a pointer with the title. */}
      <rect className="spark-ground" width={BOX.width} height={BOX.height} />
      <path className="spark-line" d={linePath(values, top, BOX)} />
    </svg>
  );
}

/** `310m to 420m`, `310m` where nothing else was measured, and that nothing was. */
export function rangeWords(values: readonly (number | null)[], format: (value: number) => string): string {
  const known = measured(values);
  if (known.length === 0) return 'not measured';
  const low = format(Math.min(...known));
  const high = format(Math.max(...known));
  const range = low === high ? low : `${low} to ${high}`;
  const holes = values.length - known.length;
  return holes === 0 ? range : `${range}, not measured for ${Math.max(1, Math.round((holes / values.length) * 100))}%`;
}

function measured(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}
