// Who a client certificate names: its common name is the user, its organizations are the groups.
// Mirrors k8s.io/apiserver/pkg/authentication/request/x509/x509.go.
import { createHash, X509Certificate } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { User } from './user.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';

export class ClientCertificates {
  readonly #authority: X509Certificate;
  readonly #clock: Clock;

  /** `authorityPem`: who has to have signed them. They last by the cluster's time. */
  constructor(authorityPem: string, clock: Clock) {
    this.#authority = new X509Certificate(authorityPem);
    this.#clock = clock;
  }

  /** Undefined for one that is not the cluster's, not for clients, or not valid now. */
  userFor(certificate: X509Certificate): User | undefined {
    const nowMs = this.#clock.now();
    const isValidNow = Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo);
    const isForClients = certificate.keyUsage?.includes(CLIENT_AUTH) === true;
    if (!isValidNow || !isForClients || !certificate.checkIssued(this.#authority)) return undefined;
    if (!certificate.verify(this.#authority.publicKey)) return undefined;
    const { CN, O } = certificate.toLegacyObject().subject;
    const [name = ''] = textsOf(CN);
    if (name === '') return undefined;
    const fingerprint = createHash('sha256').update(certificate.raw).digest('hex');
    return {
      name,
      groups: [...textsOf(O), 'system:authenticated'],
      extra: { [CREDENTIAL_ID]: [`X509SHA256=${fingerprint}`] },
    };
  }
}

/** A part of a name may be there more than once, or not at all. */
function textsOf(part: string | string[] | undefined): string[] {
  return part === undefined ? [] : [part].flat();
}
