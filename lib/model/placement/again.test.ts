// Looking again and again at a cluster that changes: what is kept from one look to the next must never show.
import { describe, expect, it } from 'vitest';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { board, pod } from '../testdata/cluster.ts';
import { picture, podWith, workload } from '../testdata/picture.ts';
import { NodeInfos } from './node-infos.ts';
import { Placement, type PlacementInput } from './placement.ts';

const ROUNDS = 300;
const SEED = 7;
const platformsOf: PlacementInput['platformsOf'] = () => ({ platforms: null, shape: null, source: 'unknown', how: '' });
const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
const asks = (memory: string) => ({
  containers: [{ name: 'c', image: 'app:1', resources: { requests: { memory } } }],
});
const workloads = [
  workload('Deployment', 'web', asks('300Mi')),
  workload('Deployment', 'db', apart),
  workload('Deployment', 'arm', { nodeSelector: { 'kubernetes.io/arch': 'arm' } }),
  workload('DaemonSet', 'net'),
];

/** mulberry32: the same changes in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

function nodeOf(index: number, roll: (sides: number) => number): NodeRecord {
  const name = `n${index}`;
  return board({
    name,
    arch: roll(2) === 0 ? 'arm' : 'arm64',
    labels: { 'kubernetes.io/hostname': name },
    unschedulable: roll(5) === 0,
    taints: roll(4) === 0 ? [{ key: 'lab', effect: 'NoSchedule' }] : [],
  });
}

function podOf(index: number, roll: (sides: number) => number): PodRecord {
  const node = roll(4) === 0 ? null : `n${roll(6)}`;
  const input = { name: `p${index}`, node, phase: roll(8) === 0 ? 'Succeeded' : node === null ? 'Pending' : 'Running' };
  return roll(3) === 0 ? podWith({ ...input, labels: { app: 'db' } }, apart) : podWith(input, asks(`${roll(5)}00Mi`));
}

describe('a cluster that is looked at again and again', () => {
  it('shows the same as one that is looked at for the first time', () => {
    const roll = dice(SEED);
    const nodes = new Map<number, NodeRecord>();
    const pods = new Map<number, PodRecord>();
    const infos = new NodeInfos();
    const placement = new Placement();
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const [which, index] = [roll(8), roll(12)];
      if (which === 0) nodes.set(index % 6, nodeOf(index % 6, roll));
      else if (which === 1 && roll(6) === 0) nodes.delete(index % 6);
      else if (which === 2) pods.delete(index);
      else pods.set(index, podOf(index, roll));
      const input = { nodes: [...nodes.values()], pods: [...pods.values()] };
      const rest = { pods: input.pods, workloads, platformsOf };
      const again = placement.view({ picture: picture({ ...input, infos }), ...rest });
      const first = new Placement().view({ picture: picture(input), ...rest });
      expect({ round, ...again }).toEqual({ round, ...first });
      for (const { verdicts } of again.rows.values()) for (const letter of verdicts) seen.add(letter);
    }
    expect([...seen].sort().join('')).toBe('.AMRST');
  });

  it('leaves rows as they were, to the byte, when pods come in another order', () => {
    const pods = [
      pod({ name: 'a', node: 'pi5', owner: { kind: 'StatefulSet', name: 'db' } }),
      pod({ name: 'b', node: null, phase: 'Pending', owner: { kind: 'StatefulSet', name: 'db' } }),
      pod({ name: 'c', node: 'pi5', waiting: 'ErrImagePull', owner: { kind: 'StatefulSet', name: 'db' } }),
      pod({ name: 'd', node: 'gone', owner: { kind: 'StatefulSet', name: 'db' } }),
    ];
    const text = (some: readonly PodRecord[]) => {
      const shown = new Placement().view({
        picture: picture({ nodes: [board()], pods: some }),
        pods: some,
        workloads,
        platformsOf,
      });
      return JSON.stringify([shown.columns, ...shown.rows]);
    };
    expect(text([...pods].reverse())).toBe(text(pods));
  });
});
