// What the dashboard shows of autoscalers, from its own topics, beside what kubectl prints of them.
import type { AutoscalerRow, AutoscalerView, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { ClusterSource } from '#lib/server/cluster-source.ts';
import { Hub } from '#lib/server/live/hub.ts';
import { setHub } from '#lib/server/live/running-hub.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
import type { Kubectl } from '../support/kubectl.ts';
import { must } from '../support/kubectl.ts';

const SETTLED_WITHIN_MS = 30_000;

export async function hubOn(kubeconfig: string): Promise<Hub> {
  const source = new ClusterSource({ kubeconfig, context: undefined });
  const hub = new Hub(await source.load(), 'contract', { reload: () => source.reload() });
  setHub(hub);
  hub.start();
  await hub.whenSettled(SETTLED_WITHIN_MS, ['horizontalpodautoscalers.autoscaling']);
  return hub;
}

/** Namespace, name, reference, targets, minimum, maximum, replicas: in kubectl's order. */
export async function shownAutoscalers(): Promise<string[][]> {
  const { rows = {} } = (await snapshotOf('autoscaling')) ?? {};
  const found = Object.entries(rows).flatMap(([key, row]) =>
    key.startsWith('autoscaler/') ? [row as AutoscalerRow] : [],
  );
  return found
    .map(({ namespace, name, reference, targets, min, max, replicas }) => {
      return [namespace, name, reference, targets, String(min), String(max), String(replicas ?? 0)];
    })
    .sort(byName);
}

export async function printedAutoscalers(kubectl: Kubectl): Promise<string[][]> {
  const text = await must(kubectl(['get', 'hpa', '-A', '--no-headers']));
  const lines = text.trimEnd().split('\n');
  // Columns are three spaces apart; no cell has as many in it.
  return lines.map((line) => line.split(/ {3,}/).slice(0, 7)).sort(byName);
}

export interface ShownAutoscaler {
  view: AutoscalerView;
  hops: readonly HopView[];
}

export async function shownAutoscaler(namespace: string, name: string): Promise<ShownAutoscaler> {
  const { rows = {} } = (await snapshotOf(`autoscaler/${namespace}/${name}`)) ?? {};
  const hops = Object.entries(rows).flatMap(([key, row]) => (key.startsWith('hop/') ? [row as HopView] : []));
  return { view: rows['autoscaler'] as AutoscalerView, hops };
}

function byName(a: readonly string[], b: readonly string[]): number {
  return `${a[0]}/${a[1]}` < `${b[0]}/${b[1]}` ? -1 : 1;
}
