// Requests of the workshop that fail, anywhere in it: it gets over them, or stops, says why, and can be gone on with.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '#lib/sim/random.ts';
import { BEGIN, type Fault, Mischief, persist } from '#test/support/workshop-faults.ts';
import { Classroom, type Operator, WHOLE } from '#test/support/workshop-on-cluster.ts';

const TEST_MS = 300_000;
const SEED = 7;
/** What a stop has to say: why, and of what. */
const REASON = /connection reset|leader changed|been modified|no answer within|forbidden|not be read/;
const OBJECT = /[A-Z]\w+ [\w./:-]+|boards/;

describe('the workshop, when requests fail', () => {
  let room: Classroom;
  let operator: Operator;
  let before: string[];

  beforeEach(async () => {
    // What breaks off is said in the server's log.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    room = await Classroom.start();
    before = await room.settled();
    operator = await room.operator('teacher:3000');
    await operator.choose(WHOLE);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await room.end();
  });

  it.each<[name: string, faults: readonly Fault[], gap: number, least: number]>([
    ['once, now and then', ['cut', 'answer lost', '500', '409', 'hang'], 26, 36],
    [
      'from some request on, until somebody gives the permission back',
      ['nothing allowed', 'kind not allowed', 'kind not allowed'],
      160,
      8,
    ],
  ])('%s', { timeout: TEST_MS }, async (_name, faults, gap, least) => {
    const mischief = new Mischief(operator, new Random(SEED), faults, gap);
    const stops = [...(await persist(operator, 'apply', mischief)), ...(await persist(operator, 'undo', mischief))];
    operator.transport.interfere = null;
    expect(mischief.wrong).toEqual([]);
    expect(mischief.struck.length).toBeGreaterThanOrEqual(least);
    for (const { step, why } of stops) {
      expect(why).toMatch(REASON);
      expect(`${step}: ${why}`).toMatch(step === BEGIN ? REASON : OBJECT);
    }
    const after = await room.settled();
    expect(after.filter((line) => !before.includes(line))).toEqual([]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
  });
});
