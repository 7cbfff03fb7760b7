// Certificate signing requests: approved ones for API clients are signed, and all go after a while.
// Mirrors kubernetes pkg/controller/certificates/{signer/signer.go,cleaner/cleaner.go}.
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from 'kubernetes-types/certificates/v1';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Controller, keysOf, type Outcome, type View } from '../controller.ts';
import { type Authority, requestPem, signedCertificate } from './csr-certificate.ts';

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io';
const SIGNER = 'kubernetes.io/kube-apiserver-client';
const OPTIONAL_USAGES: readonly string[] = ['digital signature', 'key encipherment'];

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** --cluster-signing-duration */
const LONGEST_MS = 365 * 24 * HOUR_MS;
const SHORTEST_MS = 600_000;
const BACKDATE_MS = 300_000;
/** Certificates that last less than this are not shortened by their backdating. */
const SHORT_MS = 8 * HOUR_MS;
/** Signed or refused requests are kept so long, others longer. */
const HANDLED_MS = HOUR_MS;
const PENDING_MS = 24 * HOUR_MS;

type Request = Stored<CertificateSigningRequest>;

/** `authority`: signs the certificates; without one, requests stay approved. */
export function signingController(authority: Authority | undefined): Controller {
  return {
    name: 'csrsigning-kube-apiserver-client',
    fieldManager: 'kube-controller-manager',
    *wakes({ resource, object, type }) {
      if (resource === RESOURCE && type !== 'DELETED') yield object.metadata.name;
    },
    initialKeys: keysOf(RESOURCE),
    reconcile(view, name) {
      const request = view.get(RESOURCE, undefined, name);
      return request === undefined || authority === undefined ? {} : sign(view, request, authority);
    },
  };
}

function sign(view: View, request: Request, authority: Authority): Outcome {
  const { spec, status } = request;
  const isOpen = conditionOf(request, 'Approved') !== undefined && conditionOf(request, 'Failed') === undefined;
  if (!isOpen || status?.certificate || spec.signerName !== SIGNER) return {};
  const pem = requestPem(spec.request);
  if (pem === undefined) return {};
  const usages = spec.usages ?? [];
  const fault = usageFault(usages);
  if (fault !== null) return { writes: [statusWrite(request, { conditions: failedWith(request, fault, view.nowMs) })] };
  const lifeMs = lifetimeMs(spec.expirationSeconds);
  const certificate = signedCertificate(authority, {
    request: pem,
    usages,
    notBeforeMs: view.nowMs - BACKDATE_MS,
    notAfterMs: view.nowMs + lifeMs - (lifeMs < SHORT_MS ? 0 : BACKDATE_MS),
    // A leading bit that is not set: serial numbers are positive.
    serial: `4${view.random.uuid().replaceAll('-', '').slice(1)}`,
  });
  return { writes: [statusWrite(request, { certificate: Buffer.from(certificate).toString('base64') })] };
}

/** validAPIServerClientUsages */
function usageFault(usages: readonly string[]): string | null {
  const other = usages.find((usage) => usage !== 'client auth' && !OPTIONAL_USAGES.includes(usage));
  if (other !== undefined) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth') ? null : 'missing required usage for client certificate: client auth';
}

function failedWith(request: Request, message: string, nowMs: number): CertificateSigningRequestCondition[] {
  const now = timestamp(nowMs);
  const failed = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message, lastUpdateTime: now };
  return [...(request.status?.conditions ?? []), failed];
}

function lifetimeMs(expirationSeconds: number | undefined): number {
  if (typeof expirationSeconds !== 'number') return LONGEST_MS;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, expirationSeconds * SECOND_MS));
}

function statusWrite(request: Request, added: NonNullable<CertificateSigningRequest['status']>) {
  const object = { ...request, status: { ...request.status, ...added } };
  return { op: 'updateStatus' as const, resource: RESOURCE, object };
}

function conditionOf({ status }: Request, type: string): CertificateSigningRequestCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

export const csrCleaner: Controller = {
  name: 'csrcleaner',
  fieldManager: 'kube-controller-manager',
  *wakes({ resource, object, type }) {
    if (resource === RESOURCE && type !== 'DELETED') yield object.metadata.name;
  },
  initialKeys: keysOf(RESOURCE),
  reconcile(view, name) {
    const request = view.get(RESOURCE, undefined, name);
    if (request === undefined) return {};
    const leftMs = expiryMs(request) - view.nowMs;
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    return { writes: [{ op: 'delete', resource: RESOURCE, name }] };
  },
};

function expiryMs(request: Request): number {
  const refused = conditionOf(request, 'Denied') ?? conditionOf(request, 'Failed');
  const approved = conditionOf(request, 'Approved');
  const decision = refused ?? approved;
  // Not lastUpdateTime: that is by the clock of whoever decided, which need not be the cluster's.
  const since = decision?.lastTransitionTime ?? decision?.lastUpdateTime ?? request.metadata.creationTimestamp;
  const isHandled = refused !== undefined || Boolean(request.status?.certificate);
  return Date.parse(since) + (isHandled ? HANDLED_MS : PENDING_MS);
}
