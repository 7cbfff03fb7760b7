import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObject } from '#lib/kube/index.ts';
import type { PlacementColumns, PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { NodeVerdictView, WhyView } from '#lib/model/placement/why/why-view.ts';
import type { DeltaFrame, Rows, SnapshotFrame } from '#lib/model/stream.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { runAction } from '../actions/run-action.ts';
import type { Hub } from '../live/hub.ts';
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';
import { snapshotOf, streamOf } from '../live/topics.ts';

const SETTLED_WITHIN_MS = 10_000;
const CLAIM = {
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const KEEPER = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'keeper' },
  spec: {
    containers: [{ name: 'c', image: 'app:1' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  },
};

describe('placement', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    hub = await on.begin();
  });

  afterEach(() => on.end());

  const taint = { key: 'demo', value: 'x', effect: 'NoSchedule' };
  const sourcesOf = (rows: Rows) => rows['sources'] as Record<string, { state: string }>;

  it('tells where the workloads of the talk are, and why not elsewhere', async () => {
    await hub.whenSettled(SETTLED_WITHIN_MS, [...WORKLOAD_SOURCES, ...SCHEDULING_SOURCES]);
    const rows = await rowsOf('placement');
    const columns = rows['columns'] as PlacementColumns;
    expect(columns.architectures.map(({ arch, nodes }) => [arch, nodes.map(({ name }) => name)])).toEqual([
      ['arm64', ['pi5']],
      ['arm', ['pi6', 'pi7']],
      ['amd64', ['upboard1', 'upboard2']],
    ]);
    const app = rows['row/default/Deployment/sample-metrics-app'] as PlacementRow;
    expect(app).toMatchObject({ ready: 6, desired: 8, podCount: 8, verdicts: '..RTR' });
    const dns = rows['row/kube-system/Deployment/kube-dns'] as PlacementRow;
    expect(dns.verdicts, 'its taints keep it off the Pis').toBe('TTR.R');
    expect(Object.values(sourcesOf(rows)).map(({ state }) => state)).toEqual(
      Object.keys(sourcesOf(rows)).map(() => 'live'),
    );
  });

  it('sends only what a change concerns', async () => {
    // What its images support comes by and by, and changes rows as well.
    await vi.waitFor(
      async () => {
        const rows = Object.entries(await rowsOf('placement')).filter(([key]) => key.startsWith('row/'));
        expect(rows.filter(([, row]) => (row as PlacementRow).imageArchs === null)).toEqual([]);
      },
      { timeout: 10_000 },
    );
    const reader = new EventReader(await streamOf(['placement'], []));
    await reader.until(({ data }) => (data as SnapshotFrame).topic === 'placement');
    await runAction(hub, { action: { action: 'taint', node: 'pi5', taint }, dryRun: false });
    const delta = (await reader.until(({ event }) => event === 'delta')).at(-1)?.data as DeltaFrame;
    await reader.cancel();
    expect(delta.upsert['row/default/Deployment/sample-metrics-app']).toMatchObject({ verdicts: 'T.RTR' });
    expect(delta.remove).toEqual([]);
    expect(Object.keys(delta.upsert)).not.toContain('columns');
    expect(Object.keys(delta.upsert), 'it tolerates everything').not.toContain('row/kube-system/DaemonSet/weave-net');
  });

  it('answers why for every pod there is, and for no other', async () => {
    const { rows } = (await snapshotOf('placement')) as SnapshotFrame;
    const pods = Object.entries(rows).flatMap(([key, row]) =>
      key.startsWith('row/')
        ? (row as PlacementRow).pods.map(({ name }) => [(row as PlacementRow).namespace, name])
        : [],
    );
    expect(pods.length).toBeGreaterThan(30);
    for (const [namespace, name] of pods) {
      const answer = await rowsOf(`why/${namespace}/${name}`);
      const why = answer['why'] as WhyView;
      const here = answer[`node/${why.node}`] as NodeVerdictView;
      expect(here, `${namespace}/${name}`).toMatchObject({ verdict: 'here' });
      expect(why.summary).toMatch(/^It is on \w+\./);
      expect(Object.keys(answer).filter((key) => key.startsWith('node/'))).toHaveLength(5);
    }
    expect(await snapshotOf('why/default/nobody')).toBeNull();
    expect(await snapshotOf('why/default')).toBeNull();
    expect(await snapshotOf('why/default/../x')).toBeNull();
  });

  it('watches what only it needs while it is looked at, and not before', async () => {
    await hub.whenSettled(10_000);
    const watched = () => new Set(cluster.control.requests().map(({ resource }) => resource));
    expect(watched()).not.toContain('persistentvolumes');
    await rowsOf('placement');
    await vi.waitFor(() => expect(watched()).toContain('persistentvolumes'));
  });

  it.each<[resource: string, row: Partial<PlacementRow>, columns: Partial<PlacementColumns>]>([
    ['deployments.apps', { desired: null, ready: 6, podCount: 8, verdicts: '..RTR' }, { podCount: 32 }],
    ['persistentvolumes', { desired: 8, podCount: 8, verdicts: '..RTR' }, { podCount: 32 }],
    // Without pods it is not known what room is left.
    ['pods', { desired: 8, verdicts: '??RTR' }, { podCount: null }],
  ])('names that %s may not be read, and says of nothing that there is none', async (resource, row, columns) => {
    await hub.stop();
    await cluster.control.setFaults({ permissionsTaken: [{ user: 'owner', verb: 'list', resource }] });
    hub = await on.begin();
    const rows = await rowsOf('placement');
    expect(sourcesOf(rows)[resource]).toEqual({ state: 'forbidden', verb: 'list', resource });
    expect(rows['row/default/Deployment/sample-metrics-app']).toMatchObject(row);
    expect(rows['columns']).toMatchObject(columns);
  });

  it('says on the reasons of a pod with a claim that volumes may not be read', async () => {
    const path = '/api/v1/namespaces/default';
    await createObject(hub.transport, { path: `${path}/persistentvolumeclaims`, dryRun: false, object: CLAIM });
    await createObject(hub.transport, { path: `${path}/pods`, dryRun: false, object: KEEPER });
    await hub.stop();
    await cluster.control.setFaults({
      permissionsTaken: [{ user: 'owner', verb: 'list', resource: 'persistentvolumes' }],
    });
    hub = await on.begin();
    const rows = await rowsOf('why/default/keeper');
    expect((rows['why'] as WhyView).unknowns.join(' ')).toContain('may not be read');
  });
});
