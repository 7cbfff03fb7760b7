import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { signedCertificate } from '../controllers/certificates/csr-certificate.ts';
import { makeCertificates } from '../http/certificates.ts';
import { ClientCertificates } from './client-certificates.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-01-01T12:00:00Z');

let ours: { certificatePem: string; keyPem: string };
let others: { certificatePem: string; keyPem: string };

beforeAll(async () => {
  const [one, two] = await Promise.all([makeCertificates('127.0.0.1'), makeCertificates('127.0.0.1')]);
  ours = { certificatePem: one.ca, keyPem: one.caKey };
  others = { certificatePem: two.ca, keyPem: two.caKey };
});

async function certificate(name: string, authority = ours, usages = ['client auth']): Promise<X509Certificate> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const made = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm });
  const validity = { notBeforeMs: NOW_MS, notAfterMs: NOW_MS + HOUR_MS };
  const order = { request: made.toString('pem'), usages, serial: '42', ...validity };
  return new X509Certificate(signedCertificate(authority, order));
}

function userFor(shown: X509Certificate, laterMs = 0) {
  const clock = new SimulatedClock({ kind: 'paused' }, NOW_MS + laterMs);
  const user = new ClientCertificates(ours.certificatePem, clock).userFor(shown);
  clock.close();
  return user;
}

describe('a client certificate', () => {
  it('names its user and groups', async () => {
    expect(userFor(await certificate('O=dev, O=ops, CN=anna'))).toMatchObject({
      name: 'anna',
      groups: ['dev', 'ops', 'system:authenticated'],
    });
  });

  it.each([
    ['another authority signed it', () => certificate('CN=anna', others), 0],
    ['it is not for clients', () => certificate('CN=anna', ours, []), 0],
    ['it names nobody', () => certificate('O=system:masters'), 0],
    ['its time has not come', () => certificate('CN=anna'), -1_000],
    ['its time is over by the clock of the cluster', () => certificate('CN=anna'), HOUR_MS + 1_000],
  ])('is nobody where %s', async (_name, make, laterMs) => {
    expect(userFor(await make(), laterMs)).toBeUndefined();
  });
});
