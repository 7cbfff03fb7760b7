// Checks certificate signing requests (pkg/apis/certificates/validation/validation.go).
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import { dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';

const EXPIRATION_SECONDS_MIN = 600;
/** What certificates.k8s.io/v1beta1 stood for without a signer. */
const LEGACY = 'kubernetes.io/legacy-unknown';
const PEM = /-----BEGIN CERTIFICATE REQUEST-----\s[\s\S]*-----END CERTIFICATE REQUEST-----/;

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

type Spec = Partial<CertificateSigningRequest['spec']>;

export function validateSigningRequest(errors: FieldErrors, request: CertificateSigningRequest): void {
  const spec: Spec = request.spec ?? {};
  const text = Buffer.from(spec.request ?? '', 'base64').toString('latin1');
  if (!PEM.test(text)) {
    const shown = [...Buffer.from(spec.request ?? '', 'base64')];
    const detail = 'PEM block type must be CERTIFICATE REQUEST';
    errors.invalid('spec.request', shown.length === 0 ? undefined : spec.request, detail);
  }
  const usages = spec.usages ?? [];
  if (usages.length === 0) errors.required('spec.usages');
  for (const [index, usage] of usages.entries()) {
    if (!USAGES.includes(usage)) errors.notSupported(`spec.usages[${index}]`, usage, USAGES);
    if (usages.indexOf(usage) < index) errors.duplicate(`spec.usages[${index}]`, usage);
  }
  validateSigner(errors, spec.signerName ?? '');
  const seconds = spec.expirationSeconds;
  if (seconds !== undefined && seconds < EXPIRATION_SECONDS_MIN) {
    errors.invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 600 seconds (10 minutes)');
  }
}

/** A domain, a slash and a path of names. */
function validateSigner(errors: FieldErrors, name: string): void {
  const field = 'spec.signerName';
  if (name === '') {
    errors.required(field);
    return;
  }
  const [domain = '', ...path] = name.split('/');
  if (path.length !== 1) {
    errors.invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    return;
  }
  errors.invalidEach(field, domain, dnsSubdomainErrors(domain));
  if (domain.split('.').length < 2)
    errors.invalid(field, domain, 'should be a domain with at least two segments separated by dots');
  for (const part of path) {
    const details = dnsSubdomainErrors(part).map((detail) => `validating label ${JSON.stringify(part)}: ${detail}`);
    errors.invalidEach(field, part, details);
  }
  if (name === LEGACY) errors.invalid(field, name, 'the legacy signerName is not allowed via this API version');
}
