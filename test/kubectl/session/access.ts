// Who may do what, asked and tried by each of the cluster's users, and as others.
import { describe, expect, it } from 'vitest';
import type { Chapter } from './session.ts';

export const access: Chapter = (session) => {
  describe('access', () => {
    it('is asked with auth and granted or refused alike', async () => {
      const { run, as, board, owner } = session();
      expect(await run('auth', 'can-i', 'create', 'deployments')).toBe('yes\n');
      expect(await run('auth', 'whoami')).toContain(owner);
      const viewer = as('viewer');
      expect(await viewer(['auth', 'can-i', 'delete', 'nodes'])).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/^no/),
      });
      expect((await viewer(['get', 'nodes'])).code).toBe(0);
      expect((await viewer(['cordon', board])).stderr).toContain(
        `nodes "${board}" is forbidden: User "viewer" cannot patch resource "nodes"`,
      );
      expect((await viewer(['get', 'secrets'])).stderr).toContain('secrets is forbidden');
      expect((await viewer(['auth', 'can-i', '--list'])).stdout).toMatch(/pods\s/);
      expect((await as('nobody')(['get', 'nodes'])).stderr).toContain('Forbidden');
      expect((await as('student')(['get', 'pods', '-A'])).stderr).toContain('cannot list resource "pods"');
    });

    it('follows roles as they are made and taken away', async () => {
      const { run, kubectl } = session();
      await run('create', 'namespace', 'granted');
      const asAnn = ['get', 'configmaps', '-n', 'granted', '--as=ann'];
      expect((await kubectl(asAnn)).stderr).toContain('User "ann" cannot list resource "configmaps"');
      await run('create', 'role', 'reader', '-n', 'granted', '--verb=get,list', '--resource=configmaps');
      await run('create', 'rolebinding', 'ann', '-n', 'granted', '--role=reader', '--user=ann');
      expect(await run(...asAnn, '-o', 'name')).toBe('configmap/kube-root-ca.crt\n');
      await run('delete', 'rolebinding', 'ann', '-n', 'granted');
      expect((await kubectl(asAnn)).stderr).toContain('Forbidden');
      await run('delete', 'namespace', 'granted', '--timeout=20s');
    });
  });
};
