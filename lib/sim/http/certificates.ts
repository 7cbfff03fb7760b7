// The cluster's own certificate authority and server certificate, made in memory at start.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface Certificates {
  /** PEM; what stands in a kubeconfig as certificate-authority-data. */
  ca: string;
  cert: string;
  key: string;
  /** The authority's, which signs what clients ask for. */
  caKey: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 3600 * 1000;
/** A cluster lives hours or days; a class's laptop may be some days off. */
const VALID_BEFORE_MS = 2 * DAY_MS;
const VALID_AFTER_MS = 365 * DAY_MS;

/** Certificates for 127.0.0.1, ::1, localhost and `host`. Real time: TLS does not know the simulated clock. */
export async function makeCertificates(host: string): Promise<Certificates> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const validity = {
    notBefore: new Date(Date.now() - VALID_BEFORE_MS),
    notAfter: new Date(Date.now() + VALID_AFTER_MS),
    signingAlgorithm: ALGORITHM,
  };
  const [caKeys, keys] = await Promise.all([newKeys(), newKeys()]);
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: '01',
    name: 'CN=bramble-ca',
    keys: caKeys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const cert = await X509CertificateGenerator.create({
    ...validity,
    serialNumber: '02',
    subject: 'CN=bramble-apiserver',
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: await serverExtensions(ca, host),
  });
  const [key, caKey] = await Promise.all([keyPem(keys), keyPem(caKeys)]);
  return { ca: `${ca.toString('pem')}\n`, cert: `${cert.toString('pem')}\n`, key, caKey };
}

async function keyPem({ privateKey }: CryptoKeyPair): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');
}

async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as unknown as CryptoKeyPair;
}

async function serverExtensions(ca: X509Certificate, host: string) {
  const names = [...new Set(['127.0.0.1', '::1', 'localhost', host])].filter(
    (name) => name !== '0.0.0.0' && name !== '::',
  );
  return [
    new SubjectAlternativeNameExtension(
      names.map((value) => (isIP(value) === 0 ? { type: 'dns' as const, value } : { type: 'ip' as const, value })),
    ),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    await AuthorityKeyIdentifierExtension.create(ca, false),
  ];
}
