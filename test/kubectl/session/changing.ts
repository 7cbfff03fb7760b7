// edit, patch in its types, replace, apply both ways, diff, set, label and annotate.
import { beforeAll, describe, expect, it } from 'vitest';
import { kubectlFor, must } from '../../support/kubectl.ts';
import { deployment } from './manifests.ts';
import type { Chapter } from './session.ts';

export const changing: Chapter = (session) => {
  const inNamespace = (...args: string[]): Promise<string> => session().run('-n', 'changed', ...args);

  describe('changing', () => {
    beforeAll(async () => {
      await session().run('create', 'namespace', 'changed');
      await inNamespace('create', 'configmap', 'settings', '--from-literal=colour=raspberry');
      await inNamespace('apply', '-f', session().file('changed.yaml', deployment('web', 'nginx:1.27', 1)));
    });

    it('edit opens what is there and writes what the editor leaves', async () => {
      const editor = kubectlFor(session().cluster.kubeconfig, { KUBE_EDITOR: 'sed -i s/raspberry/blackberry/' });
      expect(await must(editor(['edit', '-n', 'changed', 'configmap/settings']))).toBe('configmap/settings edited\n');
      expect(await inNamespace('get', 'configmap', 'settings', '-o', 'jsonpath={.data.colour}')).toBe('blackberry');
      const idle = kubectlFor(session().cluster.kubeconfig, { KUBE_EDITOR: 'true' });
      expect((await idle(['edit', '-n', 'changed', 'configmap/settings'])).stderr).toContain('no changes made');
    });

    it('patch takes strategic, merge and JSON patches, and the subresources', async () => {
      const image = '{.spec.template.spec.containers[0].image}';
      const strategic = '{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"nginx:1.28"}]}}}}';
      expect(await inNamespace('patch', 'deployment', 'web', '-p', strategic)).toBe('deployment.apps/web patched\n');
      expect(await inNamespace('get', 'deployment', 'web', '-o', `jsonpath=${image}`)).toBe('nginx:1.28');
      const merge = '{"metadata":{"labels":{"shelf":"top","app":null}}}';
      expect(await inNamespace('patch', 'deployment', 'web', '--type=merge', '-p', merge)).toContain('patched');
      const json =
        '[{"op":"test","path":"/metadata/labels/shelf","value":"top"},{"op":"remove","path":"/metadata/labels/shelf"}]';
      expect(await inNamespace('patch', 'deployment', 'web', '--type=json', '-p', json)).toContain('patched');
      expect(await inNamespace('patch', 'deployment', 'web', '--type=merge', '-p', '{}')).toContain('(no change)');
      const scale = [
        'patch',
        'deployment',
        'web',
        '--subresource=scale',
        '--type=merge',
        '-p',
        '{"spec":{"replicas":2}}',
      ];
      expect(await inNamespace(...scale)).toBe('scale.autoscaling/web patched\n');
      const { fails } = session();
      expect((await fails('-n', 'changed', 'patch', 'deployment', 'web', '--type=json', '-p', json)).stderr).toContain(
        'the server rejected our request due to an error in our request',
      );
      expect(
        (await fails('-n', 'changed', 'patch', 'deployment', 'web', '-p', '{"spec":{"selector":null}}')).stderr,
      ).toContain('field is immutable');
    });

    it('replace writes the whole object, and refuses a stale one', async () => {
      const { file, fails } = session();
      const text = await inNamespace('get', 'configmap', 'settings', '-o', 'yaml');
      const path = file('settings.yaml', text.replace('blackberry', 'bilberry'));
      expect(await inNamespace('replace', '-f', path)).toBe('configmap/settings replaced\n');
      expect((await fails('-n', 'changed', 'replace', '-f', path)).stderr).toContain(
        'the object has been modified; please apply your changes to the latest version and try again',
      );
      expect(await inNamespace('replace', '--force', '-f', path)).toContain('configmap/settings replaced');
    });

    it('apply and diff agree on what has changed', async () => {
      const { file, kubectl } = session();
      const before = file('diff.yaml', deployment('diff', 'nginx:1.27', 1));
      expect(await inNamespace('apply', '-f', before)).toBe('deployment.apps/diff created\n');
      expect(await kubectl(['-n', 'changed', 'diff', '-f', before])).toMatchObject({ code: 0, stdout: '' });
      expect(await inNamespace('apply', '-f', before)).toBe('deployment.apps/diff unchanged\n');
      const after = file('diff.yaml', deployment('diff', 'nginx:1.28', 1));
      const difference = await kubectl(['-n', 'changed', 'diff', '-f', after]);
      expect(difference.code).toBe(1);
      expect(difference.stdout).toMatch(/^-\s+- image: nginx:1\.27$/m);
      expect(difference.stdout).toMatch(/^\+\s+- image: nginx:1\.28$/m);
      expect(await inNamespace('apply', '--dry-run=server', '-f', after)).toBe(
        'deployment.apps/diff configured (server dry run)\n',
      );
      expect(await inNamespace('apply', '-f', after)).toBe('deployment.apps/diff configured\n');
      expect(await inNamespace('apply', 'view-last-applied', 'deployment/diff')).toContain('image: nginx:1.28');
    });

    it('the server applies, with owners and conflicts', async () => {
      const { file, fails } = session();
      const path = file('owned.yaml', deployment('owned', 'nginx:1.27', 1));
      const apply = ['apply', '--server-side', '-f', path];
      expect(await inNamespace(...apply)).toBe('deployment.apps/owned serverside-applied\n');
      expect(await inNamespace('scale', 'deployment/owned', '--replicas=3')).toBe('deployment.apps/owned scaled\n');
      expect((await fails('-n', 'changed', ...apply)).stderr).toContain(
        'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
      );
      expect(await inNamespace(...apply, '--force-conflicts')).toBe('deployment.apps/owned serverside-applied\n');
      expect(await inNamespace('get', 'deployment', 'owned', '--show-managed-fields', '-o', 'yaml')).toContain(
        'operation: Apply',
      );
    });

    it('a misspelt or doubled field is refused', async () => {
      const { file, fails } = session();
      const misspelt = file('misspelt.yaml', deployment('odd', 'nginx:1.27').replace('replicas:', 'replica:'));
      expect((await fails('-n', 'changed', 'apply', '-f', misspelt)).stderr).toContain('unknown field "spec.replica"');
      const other = deployment('odd', 'nginx:1.27').replace('{matchLabels: {app: odd}}', '{matchLabels: {app: other}}');
      expect((await fails('-n', 'changed', 'apply', '-f', file('other.yaml', other))).stderr).toContain(
        '`selector` does not match template `labels`',
      );
    });

    it('set changes images, variables, resources and accounts', async () => {
      const target = 'deployment/web';
      expect(await inNamespace('set', 'image', target, 'web=nginx:1.29')).toBe('deployment.apps/web image updated\n');
      expect(await inNamespace('set', 'env', target, 'COLOUR=red')).toBe('deployment.apps/web env updated\n');
      expect(await inNamespace('set', 'resources', target, '--limits=cpu=200m')).toBe(
        'deployment.apps/web resource requirements updated\n',
      );
      expect(await inNamespace('set', 'serviceaccount', target, 'default')).toBe(
        'deployment.apps/web serviceaccount updated\n',
      );
      expect(await inNamespace('set', 'env', target, '--list')).toContain('COLOUR=red');
    });
  });
};
