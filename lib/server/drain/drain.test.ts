// Draining a node of a simulated cluster: what is asked, who is in the way, and how it ends.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DrainConsent, DrainPodView, DrainPreview, DrainView } from '#lib/model/drain/drain-view.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import { refusal } from '#test/support/refusal.ts';
import type { Hub } from '../live/hub.ts';
import { snapshotOf } from '../live/topics.ts';
import { runDrainRequest } from './drain-request.ts';

const ALL: DrainConsent = { force: true, deleteEmptyDirData: true };
const SOON = { timeout: 20_000, interval: 100 };
const BUDGETS = 'poddisruptionbudgets.policy';

describe('draining a node', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start({ kind: 'times', factor: 60 });
    cluster = on.cluster;
    hub = await on.beginSettled();
  });

  afterEach(() => on.end());

  const preview = async (node: string, consent = ALL) =>
    (await runDrainRequest(hub, node, { drain: 'preview', consent })) as DrainPreview;
  const start = async (node: string) =>
    runDrainRequest(hub, node, { drain: 'start', consent: ALL, previewed: (await preview(node)).fingerprint });
  async function shown(node: string) {
    const rows = (await snapshotOf(`drain/${node}`))?.rows ?? {};
    const pods = Object.values(rows).filter((row): row is DrainPodView => 'name' in (row as object));
    return { drain: (rows['drain'] as DrainView | undefined) ?? null, pods };
  }
  const unschedulable = (node: string) => cluster.store.get('nodes', undefined, node)?.spec?.unschedulable === true;
  const podsOn = (node: string) => cluster.store.list('pods', undefined).filter(({ spec }) => spec?.nodeName === node);
  const holdAll = (maxUnavailable: number) => {
    const budget: PodDisruptionBudget & { metadata: object } = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'default', name: 'hold' },
      spec: { selector: { matchLabels: { app: 'sample-metrics-app' } }, maxUnavailable },
    };
    cluster.writer.create(BUDGETS, budget, 'test');
  };

  it('evicts what may go, leaves what may not, and ends', async () => {
    const before = await preview('pi5');
    expect(unschedulable('pi5'), 'a preview changes nothing').toBe(false);
    expect(before.missing).toEqual([]);
    await start('pi5');
    await vi.waitFor(async () => expect((await shown('pi5')).drain?.state).toBe('done'), SOON);
    const { drain, pods } = await shown('pi5');
    expect(drain).toMatchObject({ goneCount: drain?.podCount, message: null });
    expect(new Set(pods.map(({ state }) => state))).toEqual(new Set(['gone']));
    expect(unschedulable('pi5')).toBe(true);
    const left = before.pods.filter(({ fate }) => fate === 'left').map(({ name }) => name);
    expect(podsOn('pi5').map(({ metadata }) => metadata.name)).toEqual(left);
  });

  it('waits for a disruption budget, says which, and is cancelled', async () => {
    holdAll(0);
    await vi.waitFor(async () => {
      const { pods } = await preview('pi5');
      expect(pods.find(({ budget }) => budget !== null)?.budget?.name).toBe('hold');
    }, SOON);
    await start('pi5');
    await vi.waitFor(async () => {
      const blocked = (await shown('pi5')).pods.find(({ state }) => state === 'blocked');
      expect(blocked?.message).toMatch(/^The disruption budget hold /);
    }, SOON);
    expect(await refusal(start('pi5'))).toMatchObject({ code: 409, message: 'pi5 is being drained already' });
    await runDrainRequest(hub, 'pi5', { drain: 'cancel' });
    await vi.waitFor(async () => expect((await shown('pi5')).drain?.state).toBe('cancelled'), SOON);
    expect((await shown('pi5')).pods.some(({ state }) => state === 'kept')).toBe(true);
    expect(unschedulable('pi5')).toBe(true);
    expect(await refusal(runDrainRequest(hub, 'pi5', { drain: 'cancel' }))).toMatchObject({ code: 404 });
  });

  it('goes on when the budget allows it again', async () => {
    holdAll(0);
    await vi.waitFor(async () => expect((await preview('pi5')).effects.join()).toContain('in the way'), SOON);
    await start('pi5');
    await vi.waitFor(
      async () => expect((await shown('pi5')).pods.some(({ state }) => state === 'blocked')).toBe(true),
      SOON,
    );
    cluster.writer.delete(BUDGETS, 'default', 'hold');
    await vi.waitFor(async () => expect((await shown('pi5')).drain?.state).toBe('done'), SOON);
  });

  it('is not begun where something else would come of it, or consent is missing', async () => {
    const request = { drain: 'start', consent: ALL, previewed: '0000' };
    expect(await refusal(runDrainRequest(hub, 'pi5', request))).toMatchObject({
      code: 409,
      message: expect.stringMatching(/changed since the preview/),
    });
    const alone: Pod & { metadata: object } = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'default', name: 'alone' },
      spec: { nodeName: 'pi5', containers: [{ name: 'c', image: 'busybox' }] },
    };
    cluster.writer.create('pods', alone, 'test');
    const consent = { force: false, deleteEmptyDirData: true };
    const { missing, fingerprint } = await preview('pi5', consent);
    expect(missing).toEqual(['force']);
    expect(
      await refusal(runDrainRequest(hub, 'pi5', { drain: 'start', consent, previewed: fingerprint })),
    ).toMatchObject({ code: 422, message: 'consent is missing: force' });
    expect(unschedulable('pi5')).toBe(false);
  });

  it('is refused to whoever may not, in the words of the API server', async () => {
    hub = await on.beginSettled('viewer');
    expect(await refusal(preview('pi5'))).toMatchObject({
      code: 403,
      message: expect.stringMatching(/cannot patch resource "nodes"/),
    });
  });

  it('ends with the server, without more being evicted', async () => {
    holdAll(0);
    await vi.waitFor(async () => expect((await preview('pi5')).effects.join()).toContain('in the way'), SOON);
    await start('pi5');
    await hub.stop();
    const count = podsOn('pi5').length;
    cluster.writer.delete(BUDGETS, 'default', 'hold');
    await cluster.control.setClock({ mode: { kind: 'paused' } });
    await cluster.control.setClock({ stepMs: 60_000 });
    expect(podsOn('pi5').length).toBeGreaterThan(0);
    expect(podsOn('pi5').length).toBeLessThanOrEqual(count);
  });
});
