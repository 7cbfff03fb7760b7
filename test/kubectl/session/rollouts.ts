// Workloads: rollout in all its forms, expose, scale, autoscale, wait.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { daemonSet, deployment, replicationController, statefulSet } from './manifests.ts';
import type { Chapter } from './session.ts';

const READY = { timeout: 28_000, interval: 500 };
const IMAGE = 'jsonpath={.spec.template.spec.containers[0].image}';

export const rollouts: Chapter = (session) => {
  const inNamespace = (...args: string[]): Promise<string> => session().run('-n', 'rolled', ...args);
  const rolledOut = (target: string) => inNamespace('rollout', 'status', target, '--timeout=28s');

  describe('rollouts', () => {
    beforeAll(async () => void (await session().run('create', 'namespace', 'rolled')));

    it('a deployment goes forward, back, restarts and pauses', async () => {
      const { file } = session();
      await inNamespace('apply', '-f', file('rolled.yaml', deployment('web', 'nginx:1.27')));
      expect(await rolledOut('deployment/web')).toContain('deployment "web" successfully rolled out');
      await inNamespace('set', 'image', 'deployment/web', 'web=nginx:1.28');
      expect(await rolledOut('deployment/web')).toContain('successfully rolled out');
      expect(await inNamespace('rollout', 'history', 'deployment/web')).toMatch(/REVISION.*\n1 .*\n2 /);
      expect(await inNamespace('rollout', 'history', 'deployment/web', '--revision=1')).toContain('nginx:1.27');
      expect(await inNamespace('rollout', 'undo', 'deployment/web')).toBe('deployment.apps/web rolled back\n');
      expect(await rolledOut('deployment/web')).toContain('successfully rolled out');
      expect(await inNamespace('get', 'deployment', 'web', '-o', IMAGE)).toBe('nginx:1.27');
      expect(await inNamespace('rollout', 'history', 'deployment/web')).toMatch(/REVISION.*\n2 .*\n3 /);
      expect(await inNamespace('rollout', 'pause', 'deployment/web')).toBe('deployment.apps/web paused\n');
      expect((await session().fails('-n', 'rolled', 'rollout', 'restart', 'deployment/web')).stderr).toContain(
        `can't restart paused deployment`,
      );
      expect(await inNamespace('rollout', 'resume', 'deployment/web')).toBe('deployment.apps/web resumed\n');
      expect(await inNamespace('rollout', 'restart', 'deployment/web')).toBe('deployment.apps/web restarted\n');
      expect(await rolledOut('deployment/web')).toContain('successfully rolled out');
      expect((await inNamespace('get', 'rs', '-l', 'app=web', '-o', 'name')).trimEnd().split('\n')).toHaveLength(3);
    });

    it('a daemon set and a stateful set do the same', async () => {
      const { file, run, board } = session();
      await inNamespace(
        'apply',
        '-f',
        file('sets.yaml', `${daemonSet('agent', 'nginx:1.27')}---${statefulSet('db', 'nginx:1.27')}`),
      );
      expect(await rolledOut('statefulset/db')).toContain(
        'partitioned roll out complete: 2 new pods have been updated',
      );
      expect(await inNamespace('get', 'pods', '-l', 'app=db', '-o', 'name')).toBe('pod/db-0\npod/db-1\n');
      for (const target of ['statefulset/db', 'daemonset/agent']) {
        const [kind, name] = target.split('/');
        await inNamespace('set', 'image', target, 'web=nginx:1.28');
        expect(await inNamespace('rollout', 'history', target)).toMatch(/REVISION.*\n1 .*\n2 /);
        expect(await inNamespace('rollout', 'undo', target)).toBe(`${kind}.apps/${name} rolled back\n`);
        expect(await inNamespace('rollout', 'restart', target)).toBe(`${kind}.apps/${name} restarted\n`);
        expect(await inNamespace('get', target, '-o', IMAGE)).toBe('nginx:1.27');
      }
      expect(await rolledOut('statefulset/db')).toContain('partitioned roll out complete');
      const own = ['--field-selector', `spec.nodeName=${board}`, '-l', 'app=agent'];
      // A pod of before the restart may go while it is waited for, and kubectl then ends: asked again, it waits for the next.
      await vi.waitFor(
        () => run('wait', '-n', 'rolled', 'pod', ...own, '--for=condition=Ready', '--timeout=10s'),
        READY,
      );
      await inNamespace('delete', 'daemonset', 'agent');
    });

    it('everything that scales is scaled, exposed and autoscaled', async () => {
      const { file, run } = session();
      await inNamespace('apply', '-f', file('rc.yaml', replicationController('old')));
      await inNamespace('apply', '-f', file('scaled.yaml', deployment('scaled', 'nginx:1.27')));
      for (const [target, full] of [
        ['rc/old', 'replicationcontroller/old'],
        ['deployment/scaled', 'deployment.apps/scaled'],
      ] as const) {
        expect(await inNamespace('scale', target, '--replicas=3')).toBe(`${full} scaled\n`);
        await inNamespace('wait', target, '--for=jsonpath={.status.readyReplicas}=3', '--timeout=28s');
        const name = target.split('/')[1] ?? '';
        expect(await inNamespace('expose', target, '--name', name, '--port=80')).toBe(`service/${name} exposed\n`);
        expect(await inNamespace('autoscale', target, '--min=2', '--max=5', '--cpu=80%', '--name', name)).toBe(
          `horizontalpodautoscaler.autoscaling/${name} autoscaled\n`,
        );
        await inNamespace(
          'wait',
          `endpoints/${name}`,
          '--for=jsonpath={.subsets[0].ports[0].port}=80',
          '--timeout=20s',
        );
        expect(await inNamespace('get', 'endpointslices', '-l', `kubernetes.io/service-name=${name}`)).toMatch(
          /IPv4\s+80/,
        );
      }
      expect(await inNamespace('scale', 'statefulset/db', '--replicas=3')).toBe('statefulset.apps/db scaled\n');
      await inNamespace('wait', 'statefulset/db', '--for=jsonpath={.status.readyReplicas}=3', '--timeout=28s');
      const guarded = await session().fails('-n', 'rolled', 'scale', 'rc/old', '--current-replicas=7', '--replicas=1');
      expect(guarded.stderr).toContain('Expected replicas to be 7, was');
      await run('-n', 'rolled', 'wait', 'hpa/scaled', '--for=condition=AbleToScale', '--timeout=20s');
      expect(await inNamespace('describe', 'hpa', 'scaled')).toContain('Deployment/scaled');
      expect(await inNamespace('delete', 'all', '--all', '--timeout=28s')).toContain('service "old" deleted');
    });
  });
};
