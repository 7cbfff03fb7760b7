// What is taken back where others have something of their own: theirs stays, and ours goes.
import { describe, expect } from 'vitest';
import { inClassroom } from '#test/support/taught-classroom.ts';

const TEST_MS = 150_000;
const RUN_MS = 90_000;
const METRICS = '/apis/apps/v1/namespaces/kube-system/deployments/metrics-server';
const SERVICE = '/api/v1/namespaces/kube-system/services/metrics-server';
const ACCOUNTS = '/api/v1/namespaces/kube-system/serviceaccounts';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/traefik/networkpolicies';
const MONITORS = '/apis/monitoring.coreos.com/v1/namespaces/default/servicemonitors';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const SPACE = '/api/v1/namespaces/bramble';

describe('the workshop taken back', () => {
  inClassroom(
    'makes nothing anew of what somebody deletes while it takes back what it added to that',
    {
      timeout: TEST_MS,
    },
    async ({ teacher, api, apply }) => {
      const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'metrics-server' } };
      expect((await api('POST', ACCOUNTS, { body })).status).toBe(201);
      // It has the workshop's labels from the first time on.
      await apply(['metrics']);
      await apply(['metrics']);
      const [step] = (await teacher.undoPreview()).steps;
      expect(step?.deeds.map(({ words }) => words)).toContain(
        'takes back what was added to ServiceAccount kube-system/metrics-server',
      );
      const account = `${ACCOUNTS}/metrics-server`;
      teacher.transport.interfere = async ({ method, path }, send) => {
        if (method === 'PATCH' && path.startsWith(account)) await api('DELETE', account);
        return send();
      };
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      expect(await teacher.failed()).toEqual([]);
      expect((await api('GET', account)).status).toBe(404);
    },
  );

  inClassroom(
    'leaves what somebody deleted and made again, and a namespace with something of theirs',
    {
      timeout: TEST_MS,
    },
    async ({ teacher, api, apply }) => {
      await apply(['metrics', 'ingress']);
      await api('DELETE', SERVICE);
      const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'metrics-server' } };
      const body = { ...service, spec: { ports: [{ port: 443 }] } };
      expect((await api('POST', '/api/v1/namespaces/kube-system/services', { body })).status).toBe(201);
      const metadata = { name: 'of-ann' };
      const rules = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {} } };
      expect((await api('POST', POLICIES, { body: rules })).status).toBe(201);
      const { steps } = await teacher.undoPreview();
      const left = steps.flatMap((step) => step.left.map(({ what, why }) => `${what}: ${why}`));
      expect(left.find((line) => line.startsWith('Service kube-system/metrics-server: '))).toMatch(/made another/);
      expect(left.find((line) => line.startsWith('Namespace traefik: '))).toContain('NetworkPolicy of-ann');
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      expect((await api('GET', SERVICE)).status).toBe(200);
      expect((await api('GET', METRICS)).status).toBe(404);
      expect((await api('GET', `${POLICIES}/of-ann`)).status).toBe(200);
      expect((await api('GET', '/api/v1/namespaces/bramble')).status).toBe(404);
    },
  );

  inClassroom(
    'leaves kinds that somebody else has objects of, and what came after the preview',
    {
      timeout: TEST_MS,
    },
    async ({ teacher, api, apply }) => {
      await apply(['monitoring']);
      const monitor = {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name: 'of-ann' },
        spec: { selector: {}, endpoints: [] },
      };
      expect((await api('POST', MONITORS, { body: monitor })).status).toBe(201);
      const { steps } = await teacher.undoPreview();
      const left = steps.flatMap((step) => step.left.map(({ what, why }) => `${what}: ${why}`));
      expect(left).toEqual([
        'CustomResourceDefinition servicemonitors.monitoring.coreos.com: ServiceMonitor default/of-ann of this kind was made by somebody else',
      ]);
      const late = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' } };
      teacher.transport.interfere = async ({ method, path }, send) => {
        if (method === 'DELETE' && path.includes('/deployments/')) {
          await api('POST', '/api/v1/namespaces/monitoring/configmaps', { body: late });
        }
        return send();
      };
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      const [failed] = await teacher.failed();
      expect(failed?.words).toMatch(/Namespace monitoring stays: ConfigMap late/);
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      expect((await api('GET', `${MONITORS}/of-ann`)).status).toBe(200);
      expect((await api('GET', '/apis/apps/v1/namespaces/monitoring/deployments')).json.items).toEqual([]);
      expect((await api('GET', '/api/v1/namespaces/monitoring/configmaps/late')).status).toBe(200);
      const definitions = (await api('GET', DEFINITIONS)).json.items ?? [];
      const names = definitions.map(({ metadata }) => (metadata as { name: string }).name);
      expect(names.filter((name) => name.endsWith('.monitoring.coreos.com'))).toEqual([
        'servicemonitors.monitoring.coreos.com',
      ]);
      expect(await teacher.journal()).toBeNull();
    },
  );

  inClassroom(
    'begins anew once the namespace of the journal that was removed is gone',
    { timeout: TEST_MS },
    async ({ teacher, api, apply }) => {
      const held = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'held', finalizers: ['example.com/wait'] },
      };
      const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bramble' } };
      expect((await api('POST', '/api/v1/namespaces', { body: space })).status).toBe(201);
      const of = '/api/v1/namespaces/bramble/configmaps';
      expect((await api('POST', of, { body: held })).status).toBe(201);
      const uidNow = async () => ((await api('GET', SPACE)).json['metadata'] as { uid: string } | undefined)?.uid;
      const before = await uidNow();
      await api('DELETE', SPACE);
      const looked = Promise.withResolvers<void>();
      teacher.transport.interfere = async ({ path }, send) => {
        const answer = await send();
        if (path === SPACE) looked.resolve();
        return answer;
      };
      const begun = apply(['metrics']);
      await looked.promise;
      await api('PATCH', `${of}/held`, { body: { metadata: { finalizers: null } } });
      await begun;
      expect(await teacher.failed()).toEqual([]);
      expect(await uidNow()).not.toBe(before);
    },
  );

  inClassroom(
    'takes local-path storage back with every volume it made, and applies it anew before',
    {
      timeout: TEST_MS,
    },
    async ({ teacher, api, apply }) => {
      await teacher.choose({ extras: ['local-path'] });
      await apply(['extras']);
      expect(await teacher.failed()).toEqual([]);
      const volumes = async () => (await api('GET', '/api/v1/persistentvolumes')).json.items ?? [];
      expect(await volumes()).toHaveLength(1);
      // What the Job that has done its work would be given now is something else.
      await teacher.choose({ taints: null });
      await apply(['extras']);
      expect(await teacher.failed()).toEqual([]);
      const { steps } = await teacher.undoPreview();
      const words = steps.flatMap(({ deeds }) => deeds.map((deed) => deed.words));
      expect(words.find((one) => one.includes('PersistentVolumeClaim'))).toMatch(
        /with PersistentVolume .* and all data in it/,
      );
      await teacher.undoAll();
      await teacher.rest(RUN_MS);
      expect(await volumes()).toEqual([]);
      expect((await api('GET', '/api/v1/namespaces/local-path-storage')).status).toBe(404);
    },
  );
});
