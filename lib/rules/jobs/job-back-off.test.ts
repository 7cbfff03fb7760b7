import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { backOffLeftMs, failuresSinceSuccess, finishedMs } from './job-back-off.ts';

const at = (seconds: number) => `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;
const NOW_MS = Date.parse(at(0));

function ended(seconds: number): Pod {
  const state = { terminated: { exitCode: 1, finishedAt: at(seconds) } };
  return {
    status: { containerStatuses: [{ name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state }] },
  };
}

describe('how long a Job waits before it replaces a failed pod', () => {
  it.each([
    [0, 0],
    [1, 10],
    [2, 20],
    [3, 40],
    [6, 320],
    // Ten minutes is the most.
    [7, 600],
    [50, 600],
  ])('after %i failures just now: %i s', (count, seconds) => {
    expect(backOffLeftMs({ count, lastMs: NOW_MS }, NOW_MS)).toBe(seconds * 1_000);
  });

  it('has waited long enough once the time is over', () => {
    expect(backOffLeftMs({ count: 1, lastMs: NOW_MS }, NOW_MS + 4_000)).toBe(6_000);
    expect(backOffLeftMs({ count: 1, lastMs: NOW_MS }, NOW_MS + 11_000)).toBe(0);
  });

  it('counts only failures after the last success', () => {
    expect(failuresSinceSuccess([20], [10, 30, 40])).toEqual({ count: 2, lastMs: 40 });
    expect(failuresSinceSuccess([50], [10])).toEqual({ count: 0, lastMs: null });
  });
});

describe('when a pod ended', () => {
  it.each<[string, Pod, number]>([
    ['by its containers', ended(5), 5],
    [
      'by its readiness where containers do not tell',
      { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at(7) }] } },
      7,
    ],
    [
      'by when its deletion was asked for',
      { metadata: { deletionTimestamp: at(40), deletionGracePeriodSeconds: 30 } },
      10,
    ],
    ['by its creation, as a last resort', { metadata: { creationTimestamp: at(3) } }, 3],
  ])('%s', (_name, pod, seconds) => {
    expect(finishedMs(pod)).toBe(Date.parse(at(seconds)));
  });
});
