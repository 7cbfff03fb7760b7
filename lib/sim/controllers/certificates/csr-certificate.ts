// Client certificates for approved requests, signed at once: controllers cannot wait for a promise.
// Mirrors kubernetes pkg/controller/certificates/authority/{authority.go,policies.go}.
import 'reflect-metadata';
import { createPrivateKey, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  Extension,
  Extensions,
  Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  type Extension as X509Extension,
} from '@peculiar/x509';

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** PEM, both. The key is one for the curve P-256. */
export interface Authority {
  certificatePem: string;
  keyPem: string;
}

export interface SigningOrder {
  /** PEM */
  request: string;
  usages: readonly string[];
  notBeforeMs: number;
  /** Not beyond the authority's own end. */
  notAfterMs: number;
  /** Hex digits. */
  serial: string;
}

/** Base64 of the request's PEM as the API has it; undefined where that holds no certificate request. */
export function requestPem(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  try {
    return new Pkcs10CertificateRequest(text).toString('pem');
  } catch {
    // Whatever is wrong with it, there is nothing to sign.
    return undefined;
  }
}

/** The certificate as PEM, with a line end. */
export function signedCertificate(authority: Authority, order: SigningOrder): string {
  const ca = new X509Certificate(authority.certificatePem);
  const request = new Pkcs10CertificateRequest(order.request);
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: bytes(Buffer.from(order.serial, 'hex')),
    signature: algorithm,
    issuer: AsnConvert.parse(ca.subjectName.toArrayBuffer(), Name),
    validity: new Validity({
      notBefore: new Date(order.notBeforeMs),
      notAfter: new Date(Math.min(order.notAfterMs, ca.notAfter.getTime())),
    }),
    subject: AsnConvert.parse(request.subjectName.toArrayBuffer(), Name),
    subjectPublicKeyInfo: AsnConvert.parse(request.publicKey.rawData, SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(ca, request, order.usages)),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbs)), createPrivateKey(authority.keyPem));
  const certificate = new Certificate({
    tbsCertificate: tbs,
    signatureAlgorithm: algorithm,
    signatureValue: bytes(signature),
  });
  return `${PemConverter.encode(AsnConvert.serialize(certificate), 'CERTIFICATE')}\n`;
}

function extensionsOf(ca: X509Certificate, request: Pkcs10CertificateRequest, usages: readonly string[]): Extension[] {
  const names = request.extensions.find(({ type }) => type === SUBJECT_ALTERNATIVE_NAME);
  const authorityKey = ca.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  const flags = keyUsage(usages);
  const made: X509Extension[] = [
    // Without any usage there is no such extension: an empty one would make the certificate invalid.
    ...(flags === 0 ? [] : [new KeyUsagesExtension(flags, true)]),
    ...(usages.includes('client auth') ? [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])] : []),
    new BasicConstraintsExtension(false, undefined, true),
    ...(authorityKey === undefined ? [] : [new AuthorityKeyIdentifierExtension(authorityKey)]),
    ...(names === undefined ? [] : [names]),
  ];
  return made.map(
    ({ type, critical, value }) => new Extension({ extnID: type, critical, extnValue: new OctetString(value) }),
  );
}

function keyUsage(usages: readonly string[]): number {
  let flags = 0;
  if (usages.includes('digital signature')) flags |= KeyUsageFlags.digitalSignature;
  if (usages.includes('key encipherment')) flags |= KeyUsageFlags.keyEncipherment;
  return flags;
}

function bytes(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
