// Whether metrics-server can check what kubelets serve with, or needs somebody's consent to do without.
import type { WorkshopFacts } from '../facts.ts';
import { check, type PreflightCheck, unknownCheck } from './check.ts';

/** `unasked`: metrics-server is not made here. */
export type Consent = 'needed' | 'given' | 'unasked';

/** Goes on after `which metrics-server refuses: `. */
export const CONSENT_WAYS =
  'agree that it takes them unchecked (--kubelet-insecure-tls), or have kubelets ask the cluster for theirs (serverTLSBootstrap: true in their configuration)';
const SELF_SIGNED = 'Kubelets serve with certificates that they signed themselves';
const KUBECTL = 'kubectl get csr --field-selector spec.signerName=kubernetes.io/kubelet-serving';

export function certificatesCheck({ kubeletCertificates }: WorkshopFacts, consent: Consent): PreflightCheck {
  const found = (state: PreflightCheck['state'], words: string, todo: string | null = null) =>
    check('certificates', { state, words, todo, kubectl: KUBECTL });
  if (!kubeletCertificates.known) {
    const todo = 'Without knowing, the step Metrics may need your consent to take them unchecked.';
    return unknownCheck('certificates', kubeletCertificates.why, consent === 'needed' ? todo : null);
  }
  if (kubeletCertificates.value === 'signed') return found('ok', 'The cluster signed those that kubelets serve with.');
  if (consent === 'unasked') return found('ok', `${SELF_SIGNED}; nothing that would be made here looks at them.`);
  if (consent === 'given') return found('ok', `${SELF_SIGNED}, and metrics-server is to take them unchecked.`);
  return found('warning', `${SELF_SIGNED}, which metrics-server refuses.`, `In the step Metrics, ${CONSENT_WAYS}.`);
}
