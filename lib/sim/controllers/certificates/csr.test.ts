import 'reflect-metadata';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedClock } from '../../clock.ts';
import { makeCertificates } from '../../http/certificates.ts';
import { Random } from '../../random.ts';
import { Store } from '../../store/store.ts';
import { StoreView } from '../store-view.ts';
import { csrCleaner, signingController } from './csr.ts';
import type { Authority } from './csr-certificate.ts';

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io';
const NOW = '2026-01-01T12:00:00Z';
const HOUR_MS = 3_600_000;
const APPROVED = { type: 'Approved', status: 'True', lastTransitionTime: NOW };

let authority: Authority;
let request: string;
let publicKey: ReturnType<typeof createPublicKey>;
let clock: SimulatedClock;
let store: Store;

beforeAll(async () => {
  const { ca, caKey } = await makeCertificates('127.0.0.1');
  authority = { certificatePem: ca, keyPem: caKey };
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=anna, O=dev',
    keys: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  publicKey = createPublicKey({ key: Buffer.from(made.publicKey.rawData), format: 'der', type: 'spki' });
  request = Buffer.from(made.toString('pem')).toString('base64');
});

beforeEach(() => {
  clock = new SimulatedClock({ kind: 'paused' }, Date.parse(NOW));
  store = new Store();
});

afterEach(() => clock.close());

const view = () => new StoreView(store, clock, new Random(1));

function put(spec: Partial<CertificateSigningRequest['spec']>, conditions: object[]): void {
  const signerName = 'kubernetes.io/kube-apiserver-client';
  store.put(RESOURCE, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'anna', uid: 'u', creationTimestamp: NOW },
    spec: { request, signerName, usages: ['client auth', 'digital signature'], ...spec },
    status: { conditions },
  } as CertificateSigningRequest);
}

function statusWritten(): CertificateSigningRequest['status'] {
  const [write] = signingController(authority).reconcile(view(), 'anna').writes ?? [];
  return write?.op === 'updateStatus' ? (write.object as CertificateSigningRequest).status : undefined;
}

describe('an approved request for a client certificate', () => {
  it('is answered with one that the cluster has signed, for who and how long was asked', () => {
    put({ expirationSeconds: 86_400 }, [APPROVED]);
    const pem = Buffer.from(statusWritten()?.certificate ?? '', 'base64');
    const certificate = new X509Certificate(pem);
    const issuer = new X509Certificate(authority.certificatePem);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(certificate.subject.split('\n').sort()).toEqual(['CN=anna', 'O=dev']);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.publicKey.equals(publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBe(Date.parse('2026-01-01T11:55:00Z'));
    expect(Date.parse(certificate.validTo)).toBe(Date.parse('2026-01-02T11:55:00Z'));
  });

  it.each<[string, Partial<CertificateSigningRequest['spec']>, object[]]>([
    ['it is not approved', {}, []],
    ['it has failed', {}, [APPROVED, { type: 'Failed', status: 'True' }]],
    ['another signer is asked for', { signerName: 'example.com/other' }, [APPROVED]],
    ['it is no certificate request', { request: Buffer.from('nonsense').toString('base64') }, [APPROVED]],
  ])('is left alone where %s', (_name, spec, conditions) => {
    put(spec, conditions);
    expect(statusWritten()).toBeUndefined();
  });

  it.each([
    [['client auth', 'server auth'], 'invalid usage for client certificate: server auth'],
    [['digital signature'], 'missing required usage for client certificate: client auth'],
  ])('fails for usages %j', (usages, message) => {
    put({ usages }, [APPROVED]);
    expect(statusWritten()?.conditions?.[1]).toMatchObject({
      type: 'Failed',
      status: 'True',
      reason: 'SignerValidationFailure',
      message,
    });
  });
});

describe('an old request', () => {
  it.each([
    ['pending', [], 24],
    ['denied', [{ type: 'Denied', status: 'True', lastTransitionTime: NOW }], 1],
    ['approved but never signed', [APPROVED], 24],
  ])('goes when it is %s for long', (_name, conditions, hours) => {
    put({}, conditions);
    expect(csrCleaner.reconcile(view(), 'anna')).toEqual({ requeueAfterMs: hours * HOUR_MS });
    clock.step(hours * HOUR_MS);
    expect(csrCleaner.reconcile(view(), 'anna').writes).toEqual([{ op: 'delete', resource: RESOURCE, name: 'anna' }]);
  });
});
