// The chain of an autoscaler, hop by hop, and which hop is the one that is broken: the first.
import type { ChainHealth, HopView } from './autoscaling-view.ts';
import { adapterHop } from './hops/adapter-hop.ts';
import { autoscalerHop } from './hops/autoscaler-hop.ts';
import { collectorHop } from './hops/collector-hop.ts';
import type { ChainContext } from './hops/hop.ts';
import { metricHop } from './hops/metric-hop.ts';
import { podsHop } from './hops/pods-hop.ts';
import { producerHop } from './hops/producer-hop.ts';
import { targetHop } from './hops/target-hop.ts';
import { statusHealth } from './status-health.ts';

export interface Diagnosis {
  /** Along the chain, those of the first metric first. */
  hops: readonly HopView[];
  health: ChainHealth;
}

export function diagnose(context: ChainContext): Diagnosis {
  const chains = context.facts.metrics.map((metric, index) => {
    const of = { ...context, metric, index };
    const hops = [producerHop(of), collectorHop(of), adapterHop(of), metricHop(of)];
    return withoutConsequences(hops.flatMap((hop) => hop ?? []));
  });
  const metricHops = chains.flat();
  const cause = metricHops.find(({ state }) => state === 'broken');
  const autoscaler = afterCause(autoscalerHop(context), cause);
  const hops = [...metricHops, autoscaler, ...withoutConsequences([targetHop(context), podsHop(context)])];
  return { hops, health: healthOf(context, hops) };
}

/** Behind a broken hop nothing can work: what is broken there waits for it. */
function withoutConsequences(hops: readonly HopView[]): HopView[] {
  const cause = hops.find(({ state }) => state === 'broken');
  return hops.map((hop) => afterCause(hop, cause));
}

function afterCause(hop: HopView, cause: HopView | undefined): HopView {
  if (cause === undefined || hop === cause || hop.state !== 'broken') return hop;
  return { ...hop, state: 'waiting', detail: `waits for ${cause.title}`, trouble: null };
}

function healthOf({ autoscaler }: ChainContext, hops: readonly HopView[]): ChainHealth {
  const broken = hops.find(({ state }) => state === 'broken');
  if (broken !== undefined) return { state: 'broken', words: broken.trouble?.words ?? broken.detail };
  const { state, words } = statusHealth(autoscaler);
  return { state, words };
}
