// Others in the same cluster: a second dashboard at the workshop, and people with kubectl.
import { describe, expect, vi } from 'vitest';
import { StatusError } from '#lib/kube/index.ts';
import type { Answered } from '#test/support/simulated-api.ts';
import { inClassroom } from '#test/support/taught-classroom.ts';
import { refusalOf } from '#test/support/workshop-on-cluster.ts';

const TEST_MS = 150_000;
const RUN_MS = 90_000;
/** By its own clock, and a little for looking. */
const LEASE_MS = 20_000;
const METRICS = '/apis/apps/v1/namespaces/kube-system/deployments/metrics-server';
const JOURNAL = '/api/v1/namespaces/bramble/configmaps/bramble-workshop';
const SERVICE = '/api/v1/namespaces/kube-system/services/metrics-server';
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

describe('the workshop of more than one', () => {
  const versionOf = ({ json }: Answered) => (json['metadata'] as { resourceVersion: string }).resourceVersion;

  inClassroom(
    'second sees who is at work, is refused, and takes over once a lost one has let the lease run out',
    {
      timeout: TEST_MS,
    },
    async ({ room, teacher }) => {
      const other = await room.operator('assistant:3000');
      await teacher.applyRest();
      expect(await other.run()).toMatchObject({ heldBy: 'teacher:3000', doing: { does: 'apply' } });
      const refused = await refusalOf(other.workshop.begin('apply', ['metrics']));
      expect(refused).toMatchObject({ code: 409, message: expect.stringContaining('teacher:3000') as unknown });
      await teacher.end();
      expect((await other.run()).heldBy).toBe('teacher:3000');
      const lostMs = Date.now();
      while ((await other.run()).heldBy !== null) expect(Date.now() - lostMs).toBeLessThan(LEASE_MS);
      await other.applyRest();
      await other.rest(RUN_MS);
      expect(await other.run()).toMatchObject({
        rest: [],
        undoable: expect.arrayContaining(['autoscaler']) as unknown,
      });
    },
  );

  inClassroom('applied twice changes nothing', { timeout: TEST_MS }, async ({ teacher, api, apply }) => {
    await apply(['metrics']);
    const before = await Promise.all([api('GET', SERVICE), api('GET', METRICS)].map(async (a) => versionOf(await a)));
    await apply(['metrics']);
    const after = await Promise.all([api('GET', SERVICE), api('GET', METRICS)].map(async (a) => versionOf(await a)));
    expect(after).toEqual(before);
    expect(await teacher.failed()).toEqual([]);
  });

  inClassroom(
    'leaves what somebody else has set, and says whose it is',
    { timeout: TEST_MS },
    async ({ teacher, api, apply }) => {
      await apply(['metrics']);
      const theirs = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'metrics-server' } };
      const spec = { ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 9999 }] };
      const path = `${SERVICE}?fieldManager=kubectl-of-ann&force=true`;
      const set = await api('PATCH', path, { headers: APPLY, body: { ...theirs, spec } });
      expect(set.status).toBe(200);
      await apply(['metrics']);
      const [failed] = await teacher.failed();
      expect(failed?.words).toMatch(/Service kube-system\/metrics-server.*kubectl-of-ann/);
      const skipped = await refusalOf(teacher.ask({ workshop: 'skip-wait', step: 'metrics' }));
      expect(skipped).toMatchObject({ code: 409 });
      expect(await teacher.failed()).toHaveLength(1);
      expect((await api('GET', SERVICE)).json['spec']).toMatchObject({ ports: [{ targetPort: 9999 }] });
    },
  );

  inClassroom('ends a wait only while that step waits', { timeout: TEST_MS }, async ({ teacher }) => {
    const skip = (step: string) => refusalOf(teacher.ask({ workshop: 'skip-wait', step }));
    const stateOf = async () => (await teacher.journal())?.steps.find(({ step }) => step === 'metrics')?.state;
    const waits = () => vi.waitFor(async () => expect(await stateOf()).toBe('waiting'), { timeout: RUN_MS });
    teacher.transport.interfere = (request, send) => {
      // Figures that never come.
      const isFigures = request.path.includes('/apis/metrics.k8s.io/');
      return isFigures ? Promise.reject(new StatusError(404, 'NotFound', 'no figures')) : send();
    };
    await teacher.applySteps(['metrics']);
    await waits();
    await teacher.ask({ workshop: 'stop' });
    await teacher.rest(RUN_MS);
    expect(await skip('metrics')).toBeNull();
    expect(await stateOf()).toBe('applied');
    expect(await skip('metrics')).toMatchObject({ code: 409 });
    await teacher.applySteps(['metrics']);
    await waits();
    expect(await skip('ingress')).toMatchObject({ code: 409 });
    expect(await skip('metrics')).toBeNull();
    await teacher.rest(RUN_MS);
    expect(await stateOf()).toBe('applied');
  });

  inClassroom(
    'does nothing by a journal that somebody damaged, and takes up what was made once it is away',
    {
      timeout: TEST_MS,
    },
    async ({ teacher, api, apply }) => {
      await apply(['metrics']);
      const damaged = { data: { 'journal.json': '{"version":1,"steps":[' } };
      const merge = { 'content-type': 'application/merge-patch+json' };
      expect((await api('PATCH', JOURNAL, { headers: merge, body: damaged })).status).toBe(200);
      const { journal, undoable } = await teacher.run();
      expect(journal).toMatchObject({
        kept: false,
        why: expect.stringMatching(/is damaged.*kubectl delete/) as unknown,
      });
      expect(undoable).toEqual([]);
      expect(await refusalOf(apply(['metrics']))).toMatchObject({
        code: 409,
        message: expect.stringMatching(/damaged/),
      });
      expect((await api('GET', JOURNAL)).json['data']).toEqual(damaged.data);
      await api('DELETE', JOURNAL);
      await apply(['metrics']);
      expect((await teacher.run()).undoable).toEqual(['metrics']);
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      expect((await api('GET', METRICS)).status).toBe(404);
    },
  );
});
