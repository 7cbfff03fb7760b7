// A certificate authority of a test's own, and what it signs: servers of this machine, and clients by name and groups.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const VALID_MS = 24 * 3600 * 1000;
const SERVER_NAMES = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
const SERVER_ADDRESSES = ['127.0.0.1', '10.96.0.1'];

/** Both PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

export class Authority {
  readonly #certificate: X509Certificate;
  readonly #keys: CryptoKeyPair;
  #serial = 1;

  private constructor(certificate: X509Certificate, keys: CryptoKeyPair) {
    this.#certificate = certificate;
    this.#keys = keys;
  }

  static async create(name: string): Promise<Authority> {
    cryptoProvider.set(webcrypto as unknown as Crypto);
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      ...validity(),
      serialNumber: '01',
      name: `CN=${name}`,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
      ],
    });
    return new Authority(certificate, keys);
  }

  get pem(): string {
    return `${this.#certificate.toString('pem')}\n`;
  }

  async keyPem(): Promise<string> {
    return pemOf(this.#keys.privateKey);
  }

  server(): Promise<Certificate> {
    const names = [
      ...SERVER_NAMES.map((value) => ({ type: 'dns' as const, value })),
      ...SERVER_ADDRESSES.map((value) => ({ type: 'ip' as const, value })),
    ];
    return this.#sign('CN=kube-apiserver', ExtendedKeyUsage.serverAuth, [new SubjectAlternativeNameExtension(names)]);
  }

  client(user: string, groups: readonly string[] = []): Promise<Certificate> {
    const subject = [`CN=${user}`, ...groups.map((group) => `O=${group}`)].join(', ');
    return this.#sign(subject, ExtendedKeyUsage.clientAuth, []);
  }

  async #sign(subject: string, usage: ExtendedKeyUsage, extensions: SubjectAlternativeNameExtension[]) {
    const keys = await newKeys();
    this.#serial += 1;
    const certificate = await X509CertificateGenerator.create({
      ...validity(),
      serialNumber: this.#serial.toString(16).padStart(2, '0'),
      subject,
      issuer: this.#certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([usage]),
        ...extensions,
      ],
    });
    return { cert: `${certificate.toString('pem')}\n`, key: await pemOf(keys.privateKey) };
  }
}

/** Keys for service accounts' tokens, both PEM. */
export async function tokenKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const keys = await newKeys();
  const publicKey = PemConverter.encode(await webcrypto.subtle.exportKey('spki', keys.publicKey), 'PUBLIC KEY');
  return { publicKey, privateKey: await pemOf(keys.privateKey) };
}

function validity() {
  const notBefore = new Date(Date.now() - VALID_MS);
  return { notBefore, notAfter: new Date(Date.now() + VALID_MS), signingAlgorithm: ALGORITHM };
}

async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as unknown as CryptoKeyPair;
}

async function pemOf(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
