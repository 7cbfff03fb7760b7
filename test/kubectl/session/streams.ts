// What stays open: watches and followed logs; and what needs a container, which is refused as on a board that is gone.
import { beforeAll, describe, expect, it } from 'vitest';
import { TOLERANT } from './manifests.ts';
import type { Chapter } from './session.ts';

export const streams: Chapter = (session, can) => {
  const inNamespace = (...args: string[]): Promise<string> => session().run('-n', 'streams', ...args);

  describe('streams', () => {
    beforeAll(async () => {
      await session().run('create', 'namespace', 'streams');
      await inNamespace('run', 'talker', '--image=nginx:1.27', TOLERANT);
      await inNamespace('wait', 'pod/talker', '--for=condition=Ready', '--timeout=28s');
    });

    it('get --watch prints each change as it comes', async () => {
      const { kubectl } = session();
      const watching = kubectl([
        '--namespace=streams',
        'get',
        'configmaps',
        '--watch',
        '--output-watch-events',
        '--no-headers',
        '--request-timeout=6s',
      ]);
      await inNamespace('create', 'configmap', 'watched', '--from-literal=colour=red');
      await inNamespace('patch', 'configmap', 'watched', '-p', '{"data":{"colour":"blue"}}');
      await inNamespace('delete', 'configmap', 'watched');
      const { stdout } = await watching;
      const ofWatched = stdout.split('\n').filter((line) => line.includes('watched'));
      expect(ofWatched.map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
        ['ADDED', 'watched', '1'],
        ['MODIFIED', 'watched', '1'],
        ['DELETED', 'watched', '1'],
      ]);
    });

    if (can('followedLogs')) {
      it('logs --follow ends when the pod does', async () => {
        await inNamespace('run', 'leaver', '--image=nginx:1.27', TOLERANT);
        await inNamespace('wait', 'pod/leaver', '--for=condition=Ready', '--timeout=28s');
        const { promise: speaks, resolve: spoke } = Promise.withResolvers<void>();
        const following = session().kubectl(['-n', 'streams', 'logs', '--follow', 'leaver'], '', spoke);
        await Promise.race([speaks, following]);
        await inNamespace('delete', 'pod', 'leaver', '--timeout=25s');
        const { code, stdout } = await following;
        expect(code).toBe(0);
        expect(stdout).not.toBe('');
      });
    }

    if (can('visits')) {
      it.for<[name: string, args: string[]]>([
        ['exec', ['exec', 'talker', '--', 'ls']],
        ['attach', ['attach', 'talker']],
        ['cp', ['cp', 'talker:/etc/hostname', '/tmp/bramble-never-written']],
        ['port-forward', ['port-forward', 'pod/talker', ':80']],
      ])('%s is refused as by a board that does not answer', async ([, args]) => {
        const { code, stderr } = await session().fails('-n', 'streams', ...args);
        expect(code).toBe(1);
        expect(stderr).toMatch(/dial tcp [\d.]+:10250: connect: no route to host/);
      });
    }
  });
};
