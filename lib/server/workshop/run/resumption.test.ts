import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Journal, RunRecord } from '#lib/model/workshop/journal.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import type { StepId } from '#lib/stack/component.ts';
import { Resumption, TRIES_MAX } from './resumption.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

describe('what was begun and is not done', () => {
  let resumption: Resumption;
  let journal: Known<Journal | null>;
  /** Seconds since it was begun. */
  let tries: number[];
  let reads: number;
  let goOn: (run: RunRecord) => Promise<void>;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    [tries, reads] = [[], 0];
    const beganMs = Date.now();
    goOn = () => Promise.reject(new Error('ann is working on the workshop'));
    resumption = new Resumption({
      identity: 'rack:3000',
      readJournal: async () => {
        reads += 1;
        return journal;
      },
      goOn: (run) => {
        tries.push((Date.now() - beganMs) / SECOND_MS);
        return goOn(run);
      },
    });
  });
  afterEach(() => {
    resumption.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  function leave(by: string, steps: readonly StepId[]): void {
    const choices = { taints: null, metrics: 'metrics-server', kubeletInsecureTls: false } as const;
    const rest = { goPublic: false, extras: [], registryPrefix: null };
    const run: RunRecord = { does: 'apply', steps, choices: { ...choices, ...rest }, by, startedAt: '' };
    journal = known({ version: 1, steps: [], run });
  }

  it('is gone on with at once', async () => {
    leave('rack:3000', ['metrics']);
    goOn = () => Promise.resolve();
    resumption.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(tries).toEqual([0]);
  });

  it('is tried at longer and longer intervals, and then left to people', async () => {
    leave('rack:3000', ['metrics']);
    resumption.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(tries).toHaveLength(TRIES_MAX);
    expect(tries.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
    expect(tries.at(-1)).toBeLessThan(1_200);
  });

  it('is tried anew once it is a step further', async () => {
    leave('rack:3000', ['metrics', 'ingress']);
    resumption.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS / 10);
    leave('rack:3000', ['ingress']);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(tries.length).toBeGreaterThan(TRIES_MAX);
  });

  it('is left where somebody else began it', async () => {
    leave('ann@laptop:42', ['metrics']);
    resumption.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(tries).toEqual([]);
  });

  it('is waited for while the cluster is away, however long, without asking all the time', async () => {
    journal = notKnown('the API server does not answer');
    resumption.begin();
    await vi.advanceTimersByTimeAsync(10 * HOUR_MS);
    expect(reads).toBeLessThan(700);
    leave('rack:3000', ['metrics']);
    goOn = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(tries).toHaveLength(1);
  });
});
