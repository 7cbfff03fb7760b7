// Several at one lease: who was away too long has lost it, and takes it from nobody.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatusError } from '#lib/kube/index.ts';
import { known } from '#lib/model/workshop/known.ts';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { Classroom, type Interference, refusalOf } from '#test/support/workshop-on-cluster.ts';
import { ensureNamespace } from './journal-namespace.ts';
import { WorkshopLease } from './workshop-lease.ts';

const RENEW_MS = 4_000;
const RUNS_OUT_MS = 16_000;
const PATH = '/apis/coordination.k8s.io/v1/namespaces/bramble/leases/bramble-workshop';
const UNDISTURBED = new AbortController().signal;

describe('the lease', () => {
  let room: Classroom;
  let api: Ask;
  let lost: string[];

  beforeEach(async () => {
    room = await Classroom.start();
    api = clientOf(room.cluster);
    lost = [];
    const { transport } = await room.operator('owner:3000');
    await ensureNamespace(transport, UNDISTURBED);
    // Of the leases alone: requests take their time.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await room.end();
  });

  async function operator(name: string, interfere: Interference | null = null) {
    const { transport } = await room.operator(`${name} elsewhere`);
    transport.interfere = interfere;
    const lease = new WorkshopLease(transport, name);
    return { lease, take: () => lease.take(UNDISTURBED, () => lost.push(name)) };
  }

  async function holder(): Promise<unknown> {
    return ((await api('GET', PATH)).json['spec'] as { holderIdentity: string }).holderIdentity;
  }

  const version = async () =>
    ((await api('GET', PATH)).json['metadata'] as { resourceVersion: string }).resourceVersion;

  async function renewedSince(before: string): Promise<void> {
    await vi.waitFor(async () => expect(await version()).not.toBe(before));
  }

  it('is lost by whoever comes late, who neither takes it back, nor gives it away, nor deletes it', async () => {
    const late = Promise.withResolvers<void>();
    let isAsleep = false;
    const teacher = await operator('teacher', async (_request, send) => {
      if (isAsleep) await late.promise;
      return send();
    });
    const assistant = await operator('assistant');
    await teacher.take();
    isAsleep = true;
    expect(await assistant.lease.heldBy(UNDISTURBED)).toEqual(known('teacher'));
    expect(await refusalOf(assistant.take())).toMatchObject({ code: 409 });
    // What was sent before is on its way as long.
    vi.advanceTimersByTime(RUNS_OUT_MS);
    expect(await assistant.lease.heldBy(UNDISTURBED)).toEqual(known(null));
    await assistant.take();
    late.resolve();
    await vi.waitFor(() => expect(lost).toEqual(['teacher']));
    await teacher.lease.release();
    expect(await refusalOf(teacher.lease.remove())).toMatchObject({ code: 409 });
    expect(await holder()).toBe('assistant');
    const before = await version();
    vi.advanceTimersByTime(RENEW_MS);
    await renewedSince(before);
    expect(lost).toEqual(['teacher']);
    await assistant.lease.remove();
    expect((await api('GET', PATH)).status).toBe(404);
  });

  it('is kept where only an answer was lost', async () => {
    const losing: Interference = async (_request, send) => {
      teacherLoses(null);
      await (await send()).body.dump();
      throw new StatusError(503, 'ServiceUnavailable', 'connection reset', { answered: false });
    };
    const { transport } = await room.operator('teacher elsewhere');
    const teacherLoses = (interfere: Interference | null) => {
      transport.interfere = interfere;
    };
    const lease = new WorkshopLease(transport, 'teacher');
    await lease.take(UNDISTURBED, () => lost.push('teacher'));
    for (const interfere of [losing, null]) {
      teacherLoses(interfere);
      const before = await version();
      vi.advanceTimersByTime(RENEW_MS);
      await renewedSince(before);
    }
    await lease.release();
    expect([lost, await holder()]).toEqual([[], '']);
  });

  it('goes to whoever starts under the same name, and does not go back and forth', async () => {
    const before = await operator('bramble');
    await before.take();
    const after = await operator('bramble');
    await after.take();
    vi.advanceTimersByTime(RENEW_MS);
    await vi.waitFor(() => expect(lost).toEqual(['bramble']));
    expect(await before.lease.heldBy(UNDISTURBED)).toEqual(known('bramble'));
    expect(await refusalOf(before.take())).toMatchObject({ code: 409 });
    await after.lease.release();
    expect(await before.lease.heldBy(UNDISTURBED)).toEqual(known(null));
  });

  it('is not said to be free where that could not be found out', async () => {
    const teacher = await operator('teacher', () => Promise.reject(new StatusError(403, 'Forbidden', 'leases: no')));
    expect(await teacher.lease.heldBy(UNDISTURBED)).toMatchObject({
      known: false,
      why: expect.stringContaining('no') as unknown,
    });
  });
});
