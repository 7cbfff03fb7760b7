import 'server-only';
// Whether kubelets serve with certificates of the cluster's authority: what metrics-server checks when it asks them.
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import type { NodeRecord } from '#lib/model/records/records.ts';
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { isK3s } from '#lib/model/workshop/presence.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import type { ClusterReader } from './cluster-reader.ts';

const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const SERVING_SIGNER = 'kubernetes.io/kubelet-serving';

interface Configz {
  kubeletconfig?: { serverTLSBootstrap?: boolean; tlsCertFile?: string };
}

export async function kubeletCertificates(
  reader: ClusterReader,
  nodes: Known<readonly NodeRecord[]>,
  mostMs: number,
): Promise<WorkshopFacts['kubeletCertificates']> {
  if (!nodes.known) return nodes;
  // Its server signs what its agents serve with (k3s pkg/server/handlers).
  if (isK3s(nodes.value)) return known('signed');
  const project = (one: CertificateSigningRequest) => one;
  const requests = await reader.list(REQUESTS, 'certificatesigningrequests', project, mostMs);
  // They are forgotten an hour after they were issued: none says nothing.
  if (requests.known && requests.value.some(isIssuedForServing)) return known('signed');
  const board = nodes.value.find(({ conditions }) => isReady(conditions));
  if (board === undefined) return notKnown('no board is Ready that could be asked');
  const path = `/api/v1/nodes/${encodeURIComponent(board.name)}/proxy/configz`;
  const answer = await reader.read(path, `the configuration of the kubelet of ${board.name}`, mostMs);
  if (!answer.known) return answer;
  const { kubeletconfig } = (answer.value ?? {}) as Configz;
  if (kubeletconfig === undefined) return notKnown(`the kubelet of ${board.name} tells nothing of its configuration`);
  // One that was put there by hand may be signed by anybody.
  if ((kubeletconfig.tlsCertFile ?? '') !== '' && !isOwnFile(kubeletconfig.tlsCertFile ?? '')) {
    return notKnown(`the kubelet of ${board.name} serves with a certificate that somebody put there`);
  }
  return known(kubeletconfig.serverTLSBootstrap === true ? 'signed' : 'self-signed');
}

/** Where a kubelet without one writes what it signs itself (kubernetes cmd/kubelet/app/server.go). */
function isOwnFile(path: string): boolean {
  return path.endsWith('/pki/kubelet.crt');
}

function isIssuedForServing({ spec, status }: CertificateSigningRequest): boolean {
  return spec.signerName === SERVING_SIGNER && (status?.certificate ?? '') !== '';
}
