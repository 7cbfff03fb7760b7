import { describe, expect, it } from 'vitest';
import { byDeletionPreference, type RankedPod } from './pod-ranking.ts';

const NOW_MS = Date.parse('2026-01-01T12:00:00Z');
const ago = (seconds: number) => new Date(NOW_MS - seconds * 1_000).toISOString();

interface Traits {
  node?: string;
  phase?: string;
  readySeconds?: number;
  ageSeconds?: number;
  restarts?: number;
  cost?: string;
}

function pod(uid: string, { node = 'pi5', phase = 'Running', readySeconds, ageSeconds, ...rest }: Traits): RankedPod {
  const isReady = readySeconds !== undefined;
  const annotations: Record<string, string> =
    rest.cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': rest.cost };
  return {
    metadata: { uid, creationTimestamp: ago(ageSeconds ?? 3_600), annotations },
    spec: node === '' ? {} : { nodeName: node },
    status: {
      phase,
      conditions: [
        { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: ago(readySeconds ?? 3_600) },
      ],
      containerStatuses: [{ name: 'app', restartCount: rest.restarts ?? 0 }],
    },
  };
}

describe('byDeletionPreference', () => {
  it.each<[string, Traits, Traits]>([
    ['an unassigned one', { node: '', phase: 'Pending' }, { phase: 'Pending' }],
    ['a pending one', { phase: 'Pending' }, { phase: 'Running' }],
    ['one of unknown phase', { phase: 'Unknown' }, { phase: 'Running' }],
    ['one that is not ready', {}, { readySeconds: 60 }],
    ['a cheap one', { readySeconds: 9_000, cost: '-10' }, { readySeconds: 60 }],
    ['one of many on its node', { node: 'busy', readySeconds: 9_000 }, { readySeconds: 60 }],
    ['one that is ready for a shorter time', { readySeconds: 60 }, { readySeconds: 3_000 }],
    ['one that restarted more', { restarts: 3 }, { restarts: 1 }],
    ['a younger one', { ageSeconds: 60 }, { ageSeconds: 3_000 }],
  ])('gives up %s first', (_, first, second) => {
    const colocated = new Map([
      ['busy', 3],
      ['pi5', 1],
    ]);
    const pods = [pod('a', second), pod('z', first)];
    expect(byDeletionPreference(pods, colocated, NOW_MS).map(({ metadata }) => metadata.uid)).toEqual(['z', 'a']);
  });

  it('takes pods of about one age by uid, which is by chance', () => {
    const pods = [pod('b', { readySeconds: 1_000 }), pod('a', { readySeconds: 1_001 })];
    expect(byDeletionPreference(pods, new Map(), NOW_MS).map(({ metadata }) => metadata.uid)).toEqual(['a', 'b']);
  });

  it('ignores a cost that is no number', () => {
    const pods = [pod('a', { readySeconds: 9_000, cost: '+5' }), pod('b', { readySeconds: 60 })];
    expect(byDeletionPreference(pods, new Map(), NOW_MS)[0]?.metadata.uid).toBe('b');
  });
});
