// A token that ngrok refuses: the page is told why the agent does not come, by its log, and another one mends it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StatusError } from '#lib/kube/index.ts';
import type { GateView, StepDetail } from '#lib/model/workshop/workshop-view.ts';
import { Classroom, type Operator, refusalOf } from '#test/support/workshop-on-cluster.ts';

const TEST_MS = 150_000;
const RUN_MS = 90_000;
const WAIT = { timeout: RUN_MS, interval: 200 };
const PAGE = 'workshop/public';
/** What the simulated ngrok refuses. */
const REFUSED = 'bad';

let room: Classroom;
let teacher: Operator;

beforeEach(async () => {
  room = await Classroom.start();
  await room.settled();
  teacher = await room.operator('teacher:3000');
  await teacher.choose({ goPublic: true });
});
afterEach(() => room.end());

const detail = async () => (await teacher.seen(PAGE)).get('step') as StepDetail;
const agent = async () => (await teacher.seen(PAGE)).get('gate/ngrok/ready') as GateView | undefined;

it('is told by the last lines of the agent, without the token, and mended by another', {
  timeout: TEST_MS,
}, async () => {
  expect((await teacher.run()).restToken).toBe('needed');
  expect((await refusalOf(teacher.applySteps(['ingress', 'public'])))?.code).toBe(422);
  await teacher.applySteps(['ingress', 'public'], REFUSED);
  let refusals = 0;
  teacher.transport.interfere = ({ path }, send) => {
    if (!path.includes('/log?')) return send();
    refusals += 1;
    return Promise.reject(new StatusError(403, 'Forbidden', 'cannot get resource "pods/log"', { answered: true }));
  };
  await vi.waitFor(async () => {
    expect((await agent())?.pod?.crashed).toBe('ngrok');
    expect(refusals).toBeGreaterThan(0);
  }, WAIT);
  expect((await agent())?.log).toEqual([]);

  teacher.transport.interfere = null;
  await vi.waitFor(async () => expect((await agent())?.log).not.toEqual([]), WAIT);
  const { log = [], pod = null } = (await agent()) ?? {};
  expect(log.join('\n')).toContain('does not look like a proper ngrok authtoken');
  expect(log).toContain('ERROR:  Your authtoken: (hidden)');
  expect(pod).toMatchObject({ namespace: 'ngrok' });

  teacher.workshop.cancel();
  await teacher.rest(RUN_MS);
  expect(JSON.stringify(await teacher.journal())).not.toContain('look like a proper');
  expect(await detail()).toMatchObject({ token: 'possible', record: { state: 'stopped' } });
  expect((await teacher.run()).restToken).toBe('possible');
  await teacher.applySteps(['public'], 'another-token');
  await teacher.rest(RUN_MS);
  expect(await detail()).toMatchObject({ state: 'done', record: { state: 'applied' } });
  expect(await agent()).toMatchObject({ state: 'open', pod: null, log: [] });
});
