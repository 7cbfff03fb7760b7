// Situations of autoscalers, run by a real kube-controller-manager and by the simulated cluster's controller, which is shown
// the same objects and the same answers of the metrics' APIs: replicas, status and events are the same.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hub } from '#lib/server/live/hub.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { kubectlFor } from '../support/kubectl.ts';
import { LiveAutoscaling } from './autoscaler-live.ts';
import { NAMESPACE } from './autoscaler-objects.ts';
import { hubOn, printedAutoscalers, shownAutoscaler, shownAutoscalers } from './autoscaler-shown.ts';
import { nameOf, SITUATIONS } from './autoscaler-situations.ts';

/** What the page of each says, of which something is wrong. */
const BROKEN: Readonly<Record<string, string>> = {
  'a metric nobody measures': 'metric: the custom metrics API has no value of rps of Service case-10',
  'a selector that no label can match': 'metric: no series can have the name or the selector of rps',
  'a selector that matches no series': 'metric: the custom metrics API has no value of rps of Service case-12',
  'an object of no kind there is': 'metric: there is no kind Gadget in example.com',
  'a metric of the namespace that nobody measures':
    'metric: the custom metrics API has no value of rps of Namespace default',
  'a metric that no pod has': 'metric: the custom metrics API answers, but has no value of rps of its pods',
  'a percentage of nothing': 'autoscaler: the pods request no cpu, and the target is a percentage of what they request',
  'a container that is not there':
    'metric: the resource metrics API answers, but has no value of cpu of container nobody',
  'series from outside, shared': 'adapter: the external metrics API is not registered',
  'series from outside, in all': 'adapter: the external metrics API is not registered',
  'several metrics, one fails, upwards': 'metric: the custom metrics API answers, but has no value of rps of its pods',
  'several metrics, one fails, downwards':
    'metric: the custom metrics API answers, but has no value of rps of its pods',
  // The target alone is wrong as well: the first along the chain is named.
  'a target that is not there': 'metric: the custom metrics API has no value of rps of Service case-35',
  'a target of no kind there is': 'metric: the custom metrics API has no value of rps of Service case-36',
};

let live: LiveAutoscaling | null = null;

beforeAll(async () => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries !== null) live = await LiveAutoscaling.start(binaries);
}, 900_000);
afterAll(() => live?.stop());

describe('the simulated controller of autoscalers', () => {
  it('does what the real one does', async ({ skip }) => {
    if (live === null) return skip('there is no Go here to build the real controller with');
    const { wrong, real } = await live.compare();
    const reasons = real.flatMap(({ status }) => reasonsOf(status));
    process.stdout.write(`${SITUATIONS.length} autoscalers: ${[...new Set(reasons)].sort().join(', ')}\n`);
    expect(wrong).toEqual([]);
    expect(SITUATIONS.length).toBeGreaterThanOrEqual(40);
  }, 300_000);
});

describe('the dashboard', () => {
  let hub: Hub | null = null;
  afterAll(() => hub?.stop());

  it('shows autoscalers as kubectl prints them, and says plainly what is wrong with each', async ({ skip }) => {
    if (live === null) return skip('there is no Go here to build the real controller with');
    hub = await hubOn(live.kubeconfig);
    const printed = await printedAutoscalers(kubectlFor(live.kubeconfig));
    expect(printed).toHaveLength(SITUATIONS.length);
    expect(await shownAutoscalers()).toEqual(printed);
    const broken: Record<string, string> = {};
    for (const [index, { what }] of SITUATIONS.entries()) {
      const { view, hops } = await shownAutoscaler(NAMESPACE, nameOf(index));
      const first = hops.find(({ state }) => state === 'broken');
      if (first !== undefined) broken[what] = `${first.name}: ${view.row.health.words}`;
    }
    expect(broken).toEqual(BROKEN);
  }, 300_000);
});

function reasonsOf(status: HorizontalPodAutoscaler['status']): string[] {
  return (status?.conditions ?? []).map(({ type, status: is, reason }) => `${type}=${is} ${reason}`);
}
