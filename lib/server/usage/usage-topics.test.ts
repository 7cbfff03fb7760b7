import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeltaFrame, Rows, SnapshotFrame } from '#lib/model/stream.ts';
import type { FitRow, NodeUsageRow, PodUsageRow, UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { streamOf } from '../live/topics.ts';

describe('the topics of use', () => {
  let on: HubOnCluster;

  beforeEach(async () => {
    on = await HubOnCluster.start();
  });
  afterEach(() => on.end());

  const under = <T>(rows: Rows, prefix: string): T[] =>
    Object.entries(rows).flatMap(([key, row]) => (key.startsWith(prefix) ? [row as T] : []));
  const headOf = (rows: Rows) => rows['head'] as UsageHeadView;
  const polls = () => on.cluster.control.requests().filter(({ resource }) => resource.endsWith('.metrics.k8s.io'));

  it("shows the talk's three measured boards, and why the others have no figures", async () => {
    await on.beginSettled();
    const rows = await rowsOf('usage');
    const nodes = under<NodeUsageRow>(rows, 'node/');
    expect(nodes.map(({ name, cpu }) => [name, cpu.state === 'missing' ? cpu.reason : cpu.state])).toEqual([
      ['pi5', 'measured'],
      ['pi6', 'measured'],
      ['pi7', 'NotReady'],
      ['upboard1', 'measured'],
      ['upboard2', 'NotReady'],
    ]);
    expect(headOf(rows).live).toMatchObject({ title: 'metrics.k8s.io/v1beta1', state: { state: 'live' } });
    expect(rows['sources']).toMatchObject({ nodes: { state: 'live' }, metrics: { state: 'live' } });
    const fits = under<FitRow>(rows, 'fit/');
    expect(fits.map(({ arch, rooms }) => [arch, rooms?.map(({ node }) => node)])).toEqual([
      ['arm64', ['pi5']],
      ['arm', ['pi6']],
      ['amd64', ['upboard1']],
    ]);
  });

  it('shows pods with their containers at the first question', async () => {
    await on.beginSettled();
    const pods = under<PodUsageRow>(await rowsOf('usage-pods'), 'pod/');
    const onPi5 = pods.filter(({ node }) => node === 'pi5');
    expect(onPi5.length).toBeGreaterThan(0);
    for (const { usage, containers } of onPi5) {
      expect(usage.state).toBe('measured');
      expect(containers.map(({ cpuMillicores }) => typeof cpuMillicores)).not.toContain('object');
    }
    const lost = pods.find(({ node }) => node === 'upboard2');
    expect(lost?.usage).toMatchObject({ state: 'missing', reason: 'upboard2 is not Ready' });
  });

  it('asks for pods only while somebody looks at them', async () => {
    await on.beginSettled();
    await rowsOf('usage');
    expect(polls().map(({ resource }) => resource)).toEqual(['nodes.metrics.k8s.io']);
    const reader = new EventReader(await streamOf(['usage-pods'], []));
    await reader.until(({ data }) => {
      const { rows, upsert } = data as Partial<SnapshotFrame & DeltaFrame>;
      return under<PodUsageRow>(rows ?? upsert ?? {}, 'pod/').some(({ usage }) => usage.state === 'measured');
    });
    expect(polls().map(({ resource }) => resource)).toContain('pods.metrics.k8s.io');
    await reader.cancel();
  });

  it('says what may not be read', async () => {
    await on.beginSettled('nobody');
    const state = { state: 'forbidden', verb: 'list', resource: 'nodes.metrics.k8s.io' };
    expect(headOf(await rowsOf('usage')).live?.state).toEqual(state);
  });

  it('shows a new measurement when the clock was stepped', async () => {
    await on.beginSettled();
    const atOf = async () => headOf(await rowsOf('usage')).live?.at ?? '';
    const before = await atOf();
    on.cluster.clock.step(120_000);
    await vi.waitFor(async () => expect(Date.parse(await atOf())).toBeGreaterThan(Date.parse(before)), {
      timeout: 10_000,
    });
  });
});
