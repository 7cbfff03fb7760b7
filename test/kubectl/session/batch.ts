// Jobs and cronjobs run to their ends; certificates are asked for and signed.
import 'reflect-metadata';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { cronJob, job } from './manifests.ts';
import type { Chapter } from './session.ts';

export const batch: Chapter = (session, can) => {
  const inNamespace = (...args: string[]): Promise<string> => session().run('-n', 'batch', ...args);

  describe('batch', () => {
    beforeAll(async () => void (await session().run('create', 'namespace', 'batch')));

    it('a job completes, fails, and is gone with its pods', async () => {
      const { file } = session();
      await inNamespace('apply', '-f', file('jobs.yaml', `${job('good', 'true', 2)}---${job('bad', 'exit 3')}`));
      expect(await inNamespace('wait', 'job/good', '--for=condition=Complete', '--timeout=28s')).toBe(
        'job.batch/good condition met\n',
      );
      expect(await inNamespace('wait', 'job/bad', '--for=condition=Failed', '--timeout=28s')).toContain(
        'condition met',
      );
      expect(await inNamespace('get', 'job', 'good', '--no-headers')).toMatch(/^good\s+Complete\s+2\/2/);
      expect(await inNamespace('describe', 'job', 'bad')).toContain('BackoffLimitExceeded');
      expect(await inNamespace('get', 'pods', '-l', 'job-name=good', '--no-headers')).toMatch(/0\/1\s+Completed/);
      await inNamespace('delete', 'job', 'good', 'bad', '--timeout=20s');
      await inNamespace('wait', 'pod', '--all', '--for=delete', '--timeout=20s');
    });

    it('a cronjob starts jobs by hand', async () => {
      await inNamespace('apply', '-f', session().file('cron.yaml', cronJob('tick')));
      expect(await inNamespace('create', 'job', 'by-hand', '--from=cronjob/tick')).toBe('job.batch/by-hand created\n');
      await inNamespace('wait', 'job/by-hand', '--for=condition=Complete', '--timeout=28s');
      await inNamespace('delete', 'cronjob', 'tick', '--cascade=foreground', '--timeout=28s');
      await inNamespace('wait', 'job', '--all', '--for=delete', '--timeout=20s');
    });

    if (can('quickMinutes')) {
      it('a cronjob starts jobs by the clock', async () => {
        const { file } = session();
        await inNamespace('apply', '-f', file('cron.yaml', cronJob('tick')));
        await inNamespace('wait', 'cronjob/tick', '--for=jsonpath={.status.lastScheduleTime}', '--timeout=28s');
        expect(await inNamespace('get', 'jobs', '-o', 'name')).toMatch(/^job\.batch\/tick-\d+\n/);
        expect(await inNamespace('get', 'cronjob', 'tick')).toMatch(/tick\s+\*\/1 \* \* \* \*\s+<none>\s+False/);
        expect(await inNamespace('patch', 'cronjob', 'tick', '-p', '{"spec":{"suspend":true}}')).toContain('patched');
        await inNamespace('delete', 'cronjob', 'tick', '--cascade=foreground', '--timeout=28s');
        await inNamespace('wait', 'job', '--all', '--for=delete', '--timeout=20s');
      });
    }

    it('a certificate is asked for, approved and issued, or denied', async () => {
      const { run, file, owner } = session();
      const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
      const request = await Pkcs10CertificateRequestGenerator.create({
        name: 'CN=ann,O=gardeners',
        keys,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      });
      const encoded = Buffer.from(request.toString('pem')).toString('base64');
      const manifest = (name: string) => `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec: {request: ${encoded}, signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}
`;
      await run('apply', '-f', file('csr.yaml', `${manifest('ann')}---${manifest('eve')}`));
      expect(await run('get', 'csr', 'ann', '--no-headers')).toMatch(
        new RegExp(`kubernetes\\.io/kube-apiserver-client\\s+${owner}\\s+\\S+\\s+Pending`),
      );
      expect(await run('certificate', 'approve', 'ann')).toBe(
        'certificatesigningrequest.certificates.k8s.io/ann approved\n',
      );
      expect(await run('certificate', 'deny', 'eve')).toBe(
        'certificatesigningrequest.certificates.k8s.io/eve denied\n',
      );
      await run('wait', 'csr/ann', '--for=jsonpath={.status.certificate}', '--timeout=20s');
      expect(await run('get', 'csr', '--no-headers')).toMatch(/^ann .*Approved,Issued\neve .*Denied\n$/);
      await run('delete', 'csr', 'ann', 'eve');
    });
  });
};
