// What a minute of the workshop costs the API server: docs/real-cluster.md names these figures.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { known } from '#lib/model/workshop/known.ts';
import { Classroom, type Operator } from '#test/support/workshop-on-cluster.ts';
import { manifestOf } from '../workshop-requests.ts';
import { WORKSHOP_TOPIC } from '../workshop-topics.ts';
import { StackManifests } from './stack-manifests.ts';
import { type LookRequest, WorkshopEyes } from './workshop-eyes.ts';

const LOOK_MS = 5_000;
const WAIT_LOOK_MS = 1_000;
const MINUTE_MS = 60_000;
const TEST_MS = 60_000;

describe('a minute of the workshop', () => {
  let room: Classroom;
  let operator: Operator;
  let asked: string[];

  beforeEach(async () => {
    room = await Classroom.start();
    operator = await room.operator('teacher:3000');
    asked = [];
    operator.transport.interfere = (request, send) => {
      asked.push(`${request.method ?? 'GET'} ${request.path}`);
      return send();
    };
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  });

  afterEach(async () => {
    vi.useRealTimers();
    await room.end();
  });

  /** After a first one, which reads everything. */
  async function minuteOf(everyMs: number, look: () => Promise<unknown>): Promise<number> {
    await look();
    asked = [];
    for (let ms = 0; ms < MINUTE_MS; ms += everyMs) {
      vi.advanceTimersByTime(everyMs);
      await look();
    }
    return asked.length;
  }

  it('costs little while its page is open', { timeout: TEST_MS }, async () => {
    expect(await minuteOf(LOOK_MS, () => operator.seen(WORKSHOP_TOPIC))).toBeLessThan(250);
  });

  it('costs little while the page of a step is open', { timeout: TEST_MS }, async () => {
    expect(await minuteOf(LOOK_MS, () => operator.seen(`${WORKSHOP_TOPIC}/monitoring`))).toBeLessThan(350);
  });

  it('reads of what is awaited just that', { timeout: TEST_MS }, async () => {
    const eyes = new WorkshopEyes(operator.transport, new StackManifests(process.cwd()), null);
    const waiting = [{ id: 'prometheus', sinceMs: Date.now() }] as const;
    const wait = () => eyes.freshGates(waiting, AbortSignal.timeout(TEST_MS));
    expect(await minuteOf(WAIT_LOOK_MS, wait)).toBeLessThan(160);
  });

  it('tries nothing out where nobody may act', { timeout: TEST_MS }, async () => {
    const look: Omit<LookRequest, 'signal'> = {
      choices: null,
      secrets: null,
      journal: known(null),
      steps: ['ingress'],
      tried: ['ingress'],
      of: 'now',
    };
    const tries = async (readOnly: boolean) => {
      const manifests = new StackManifests(process.cwd());
      const eyes = new WorkshopEyes(operator.transport, manifests, null, { readOnly });
      asked = [];
      await eyes.look({ ...look, signal: AbortSignal.timeout(TEST_MS) });
      return asked.filter((one) => one.includes('dryRun')).length;
    };
    expect(await tries(false)).toBeGreaterThan(0);
    expect(await tries(true)).toBe(0);
  });

  it('gives manifests out of what a page was shown', { timeout: TEST_MS }, async () => {
    await operator.seen(WORKSHOP_TOPIC);
    asked = [];
    expect(await manifestOf(operator.workshop, 'traefik')).toContain('kind: Deployment');
    expect(asked).toEqual([]);
  });
});
