// get in every form, describe, explain, events, logs, top, and what the API says of itself.
import { describe, expect, it } from 'vitest';
import type { Chapter } from './session.ts';

export const reading: Chapter = (session) => {
  describe('reading', () => {
    it('get prints wide, YAML, JSON, JSONPath, custom columns, names, sorted', async () => {
      const { run, board } = session();
      expect(await run('get', 'nodes', '-o', 'wide')).toMatch(/^NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION\s+INTERNAL-IP/);
      expect(await run('get', 'node', board, '-o', 'yaml')).toMatch(/^apiVersion: v1\nkind: Node\nmetadata:/);
      expect(JSON.parse(await run('get', 'node', board, '-o', 'json'))).toMatchObject({ metadata: { name: board } });
      const names = (await run('get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}')).split(' ');
      expect(names).toContain(board);
      const sorted = await run('get', 'nodes', '--sort-by=.metadata.name', '-o', 'custom-columns=NAME:.metadata.name');
      expect(sorted.trimEnd().split('\n')).toEqual(['NAME', ...names.toSorted()]);
      expect(await run('get', 'nodes', '-l', `kubernetes.io/hostname=${board}`, '-o', 'name')).toBe(`node/${board}\n`);
      expect(await run('get', 'nodes', board, '--show-labels', '-L', 'kubernetes.io/arch')).toContain('LABELS');
    });

    it('get finds by field and reads in pages', async () => {
      const { run, board } = session();
      const here = await run('get', 'pods', '-A', '--field-selector', `spec.nodeName=${board}`, '-o', 'name');
      expect(here).toContain('pod/');
      const running = ['get', 'pods', '-n', 'kube-system', '--field-selector=status.phase=Running', '-o', 'name'];
      expect(await run(...running, '--chunk-size=2')).toBe(await run(...running, '--chunk-size=0'));
      expect(
        (await run('get', 'namespaces', '--field-selector', 'metadata.name!=default', '-o', 'name')).split('\n'),
      ).not.toContain('namespace/default');
    });

    it('get of what is not there says so', async () => {
      const { fails, kubectl } = session();
      expect((await fails('get', 'node', 'pi99')).stderr).toBe(
        'Error from server (NotFound): nodes "pi99" not found\n',
      );
      expect((await fails('get', 'raspberries')).stderr).toContain(
        `error: the server doesn't have a resource type "raspberries"`,
      );
      expect((await kubectl(['get', 'pods', '-n', 'nowhere'])).stderr).toBe(
        'No resources found in nowhere namespace.\n',
      );
    });

    it('describe explains nodes, namespaces and pods', async () => {
      const { run, board, pod } = session();
      const node = await run('describe', 'node', board);
      for (const part of ['Taints:', 'Conditions:', 'Allocated resources:', 'Non-terminated Pods:', 'Architecture:'])
        expect(node).toContain(part);
      const text = await run('describe', 'pod', '-n', pod.namespace, '-l', pod.selector);
      for (const part of ['Node:', 'Controlled By:', 'Containers:', 'Tolerations:', 'Conditions:', 'QoS Class:'])
        expect(text).toContain(part);
      expect(await run('describe', 'namespace', 'default')).toContain('Status:       Active');
    });

    it('explain knows the fields of every kind', async () => {
      const { run, fails } = session();
      expect(await run('explain', 'pod.spec.tolerations')).toMatch(/FIELD: tolerations <\[\]Toleration>/);
      expect(await run('explain', 'cronjob.spec.jobTemplate', '--recursive')).toContain('backoffLimit\t<integer>');
      expect((await fails('explain', 'pod.spec.raspberry')).stderr).toContain('field "raspberry" does not exist');
    });

    it('logs answer, bounded and stamped', async () => {
      const { run, fails, pod } = session();
      const [name = ''] = (
        await run('get', 'pods', '-n', pod.namespace, '-l', pod.selector, '-o', 'jsonpath={.items[*].metadata.name}')
      ).split(' ');
      const lines = await run('logs', '-n', pod.namespace, name, '--tail=2', '--timestamps');
      expect(lines.trimEnd().split('\n')).toHaveLength(2);
      expect(lines).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
      expect((await fails('logs', 'no-such-pod')).stderr).toContain('pods "no-such-pod" not found');
      expect((await fails('logs', '-n', pod.namespace, name, '-c', 'other')).stderr).toContain(
        `container other is not valid for pod ${name}`,
      );
    });

    it('the API names itself, its versions and its kinds', async () => {
      const { run } = session();
      const versions = (await run('api-versions')).trimEnd().split('\n');
      expect(versions).toEqual(
        expect.arrayContaining([
          'v1',
          'apps/v1',
          'autoscaling/v2',
          'batch/v1',
          'networking.k8s.io/v1',
          'storage.k8s.io/v1',
        ]),
      );
      const resources = await run('api-resources', '--sort-by=name', '--no-headers');
      for (const line of [
        /^cronjobs\s+cj\s+batch\/v1\s+true\s+CronJob$/m,
        /^deployments\s+deploy\s+apps\/v1\s+true\s+Deployment$/m,
        /^persistentvolumes\s+pv\s+v1\s+false\s+PersistentVolume$/m,
        /^certificatesigningrequests\s+csr\s+certificates\.k8s\.io\/v1\s+false\s+CertificateSigningRequest$/m,
      ])
        expect(resources).toMatch(line);
      expect(await run('version')).toMatch(/Server Version: v1\.37\.\d/);
      expect(await run('cluster-info')).toContain('Kubernetes control plane');
      expect(await run('get', '--raw', '/readyz')).toBe('ok');
      const everything = resources.split('\n').map((line) => line.split(/\s+/)[0]);
      expect(everything.length).toBeGreaterThan(45);
    });

    it('every kind that can be listed is listed', async () => {
      const { run } = session();
      const kinds = (await run('api-resources', '--verbs=list', '-o', 'name')).trimEnd().split('\n');
      await run('get', kinds.join(','), '-A', '--ignore-not-found', '-o', 'name');
    });
  });
};
