// Colours of the layers: the architecture's own; its shades for nodes; a neutral ramp for what has no architecture.
import { archClass } from '#components/boards/arch-class.ts';
import type { GraphSeries } from '#lib/model/usage/usage-view.ts';

/** Shares of the full colour: neighbours differ by enough to be told apart, none comes near the paper. */
const STRONGEST = 100;
const WEAKEST = 40;
const RAMP_STRONGEST = 78;
const RAMP_WEAKEST = 18;

/** One for each series, as SVG's `fill` takes it. */
export function paintsOf(series: readonly Pick<GraphSeries, 'arch'>[]): readonly string[] {
  const counts = Map.groupBy(series, ({ arch }) => arch);
  const seen = new Map<string | null, number>();
  return series.map(({ arch }) => {
    const place = seen.get(arch) ?? 0;
    seen.set(arch, place + 1);
    const share = place / Math.max(1, (counts.get(arch)?.length ?? 1) - 1);
    return arch === null
      ? mixed('--ink', RAMP_STRONGEST - share * (RAMP_STRONGEST - RAMP_WEAKEST))
      : mixed(colourOf(arch), STRONGEST - share * (STRONGEST - WEAKEST));
  });
}

function colourOf(arch: string): string {
  return archClass(arch) === '' ? '--ink-2' : `--${arch}`;
}

function mixed(colour: string, percent: number): string {
  return percent >= STRONGEST
    ? `var(${colour})`
    : `color-mix(in srgb, var(${colour}) ${Math.round(percent)}%, var(--paper))`;
}
