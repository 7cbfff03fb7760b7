// `kubectl create` of every kind it knows (protobuf on the wire), then get, describe, annotate and delete of each.
import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../support/kubectl.ts';
import type { Chapter } from './session.ts';

/** What follows `kubectl create`, and what it prints. In this order: a job is made from the cronjob before it. */
const CREATED: readonly (readonly [string[], string])[] = [
  [
    ['clusterrole', 'made-reader', '--verb=get,list', '--resource=pods'],
    'clusterrole.rbac.authorization.k8s.io/made-reader',
  ],
  [
    ['clusterrolebinding', 'made-readers', '--clusterrole=made-reader', '--user=ann'],
    'clusterrolebinding.rbac.authorization.k8s.io/made-readers',
  ],
  [['configmap', 'settings', '--from-literal=colour=raspberry'], 'configmap/settings'],
  [['cronjob', 'tick', '--image=busybox:1.36', '--schedule=0 4 * * *', '--', 'true'], 'cronjob.batch/tick'],
  [['deployment', 'web', '--image=nginx:1.27', '--replicas=2'], 'deployment.apps/web'],
  [['ingress', 'web', '--rule=web.example/=web:80'], 'ingress.networking.k8s.io/web'],
  [['job', 'once', '--image=busybox:1.36', '--', 'true'], 'job.batch/once'],
  [['job', 'tick-now', '--from=cronjob/tick'], 'job.batch/tick-now'],
  [['poddisruptionbudget', 'web', '--selector=app=web', '--min-available=1'], 'poddisruptionbudget.policy/web'],
  [['priorityclass', 'made-high', '--value=1000', '--description=first'], 'priorityclass.scheduling.k8s.io/made-high'],
  [['quota', 'small', '--hard=pods=20,configmaps=10'], 'resourcequota/small'],
  [['role', 'reader', '--verb=get', '--resource=pods'], 'role.rbac.authorization.k8s.io/reader'],
  [['rolebinding', 'readers', '--role=reader', '--user=ann'], 'rolebinding.rbac.authorization.k8s.io/readers'],
  [['secret', 'generic', 'login', '--from-literal=word=hush'], 'secret/login'],
  [
    [
      'secret',
      'docker-registry',
      'registry',
      '--docker-username=ann',
      '--docker-password=p',
      '--docker-server=r.example',
    ],
    'secret/registry',
  ],
  [['service', 'clusterip', 'inside', '--tcp=80:8080'], 'service/inside'],
  [['service', 'nodeport', 'outside', '--tcp=80:8080'], 'service/outside'],
  [['service', 'loadbalancer', 'balanced', '--tcp=80'], 'service/balanced'],
  [['service', 'externalname', 'elsewhere', '--external-name=example.com'], 'service/elsewhere'],
  [['serviceaccount', 'robot'], 'serviceaccount/robot'],
];

export const creating: Chapter = (session) => {
  describe('creating', () => {
    beforeAll(async () => {
      expect(await session().run('create', 'namespace', 'made')).toBe('namespace/made created\n');
    });

    it.each(CREATED.map(([args, name]) => ({ args, name })))('create $args.0 makes $name', async ({ args, name }) => {
      const { run, fails } = session();
      expect(await run('create', '-n', 'made', ...args)).toBe(`${name} created\n`);
      expect((await fails('create', '-n', 'made', ...args)).stderr).toMatch(/already exists/i);
      expect(await run('get', '-n', 'made', name, '-o', 'name')).toBe(`${name}\n`);
      expect(await run('describe', '-n', 'made', name)).toMatch(/^Name:\s+\S+/);
    });

    it('create token gives one that the API knows', async () => {
      const { run, as } = session();
      const token = (await run('create', 'token', '-n', 'made', 'robot', '--duration=20m')).trim();
      // Not with the owner's credentials: a certificate would count for more than the token.
      const whoami = await must(as('nobody')(['--token', token, 'auth', 'whoami']));
      expect(whoami).toContain('system:serviceaccount:made:robot');
    });

    it('what was made is annotated, labelled and deleted', async () => {
      const { run } = session();
      const names = CREATED.map(([, name]) => name);
      for (const name of names) {
        expect(await run('annotate', '-n', 'made', name, 'seen=yes')).toBe(`${name} annotated\n`);
        expect(await run('label', '-n', 'made', name, 'shelf=top')).toBe(`${name} labeled\n`);
      }
      expect(
        (await run('get', '-n', 'made', 'configmap,secret,service', '-l', 'shelf=top', '-o', 'name')).split('\n'),
      ).toHaveLength(8);
      expect(await run('delete', '-n', 'made', ...names, '--ignore-not-found', '--timeout=25s')).toContain(
        'deployment.apps "web" deleted',
      );
      expect(await run('delete', 'namespace', 'made', '--timeout=25s')).toBe('namespace "made" deleted\n');
    });

    it('what is wrong is refused in the words of the API', async () => {
      const { run, fails } = session();
      await run('create', 'namespace', 'wrong');
      expect((await fails('create', '-n', 'wrong', 'configmap', 'Big')).stderr).toContain('Invalid value: "Big"');
      expect((await fails('create', '-n', 'nowhere', 'configmap', 'a')).stderr).toContain(
        'namespaces "nowhere" not found',
      );
      expect((await fails('create', '-n', 'wrong', 'quota', 'q', '--hard=pods=many')).stderr).toContain(
        'quantities must match',
      );
      expect(
        (await fails('create', '-n', 'wrong', 'cronjob', 'c', '--image=busybox', '--schedule=often')).stderr,
      ).toContain('spec.schedule: Invalid value: "often"');
      expect(
        (await fails('create', '-n', 'wrong', 'service', 'clusterip', 's', '--tcp=80', '--clusterip=8.8.8.8')).stderr,
      ).toContain('failed to allocate IP 8.8.8.8: the provided network does not match the current range');
      await run('create', '-n', 'wrong', 'quota', 'one', '--hard=configmaps=2');
      await run('wait', '-n', 'wrong', 'quota/one', '--for=jsonpath={.status.used.configmaps}=1', '--timeout=20s');
      await run('create', '-n', 'wrong', 'configmap', 'a');
      expect((await fails('create', '-n', 'wrong', 'configmap', 'b')).stderr).toContain(
        'exceeded quota: one, requested: configmaps=1, used: configmaps=2, limited: configmaps=2',
      );
    });
  });
};
