// Volumes by hand: a claim finds its volume, keeps it while a pod uses it, and lets go.
import { beforeAll, describe, expect, it } from 'vitest';
import { TOLERATIONS, volumeAndClaim } from './manifests.ts';
import type { Chapter } from './session.ts';

const userOf = (name: string, claim: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  ${TOLERATIONS}
  containers: [{name: web, image: "nginx:1.27", volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: ${claim}}}]
`;

export const storage: Chapter = (session) => {
  const inNamespace = (...args: string[]): Promise<string> => session().run('-n', 'stored', ...args);

  describe('storage', () => {
    beforeAll(async () => void (await session().run('create', 'namespace', 'stored')));

    it('a claim is bound to a volume that fits', async () => {
      const { run, file } = session();
      await run('apply', '-f', file('volume.yaml', volumeAndClaim('shelf', 'stored')));
      await inNamespace('wait', 'pvc/shelf', '--for=jsonpath={.status.phase}=Bound', '--timeout=20s');
      expect(await inNamespace('get', 'pvc', 'shelf', '--no-headers')).toMatch(
        /^shelf\s+Bound\s+shelf\s+1Gi\s+RWO\s+by-hand/,
      );
      expect(await run('get', 'pv', 'shelf', '--no-headers')).toMatch(
        /^shelf\s+1Gi\s+RWO\s+Retain\s+Bound\s+stored\/shelf/,
      );
    });

    it('is kept while a pod uses it, and released after', async () => {
      const { run, file } = session();
      await inNamespace('apply', '-f', file('keeper.yaml', userOf('keeper', 'shelf')));
      await inNamespace('wait', 'pod/keeper', '--for=condition=Ready', '--timeout=28s');
      await inNamespace('delete', 'pvc', 'shelf', '--wait=false');
      expect(await inNamespace('get', 'pvc', 'shelf', '--no-headers')).toMatch(/^shelf\s+Terminating/);
      await inNamespace('delete', 'pod', 'keeper', '--timeout=25s');
      await inNamespace('wait', 'pvc/shelf', '--for=delete', '--timeout=20s');
      await run('wait', 'pv/shelf', '--for=jsonpath={.status.phase}=Released', '--timeout=20s');
      await run('delete', 'pv', 'shelf', '--timeout=20s');
    });

    it('a pod whose claim does not exist waits and says why', async () => {
      const { file } = session();
      await inNamespace('apply', '-f', file('missing.yaml', userOf('waiter', 'nowhere')));
      await inNamespace('wait', 'pod/waiter', '--for=condition=PodScheduled=false', '--timeout=20s');
      expect(await inNamespace('describe', 'pod', 'waiter')).toContain('persistentvolumeclaim "nowhere" not found');
      await inNamespace('delete', 'pod', 'waiter');
    });
  });
};
