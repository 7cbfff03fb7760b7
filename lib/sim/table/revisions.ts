// Tables of controller revisions, pod templates and certificate signing requests
// (pkg/printers/internalversion/printers.go).
import type { ControllerRevision } from 'kubernetes-types/apps/v1';
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import type { PodTemplate } from 'kubernetes-types/core/v1';
import { formatAge } from '#lib/format/age.ts';
import { AGE, ageOf, column, containerCells, labelsText, NAME, NONE, nameOf, type Printer } from './column.ts';

export const controllerRevisions: Printer<ControllerRevision> = {
  columns: [NAME, column('Controller'), column('Revision'), AGE],
  cells: (revision, nowMs) => [nameOf(revision), ownerText(revision), revision.revision, ageOf(revision, nowMs)],
};

/** `statefulset.apps/web`. */
function ownerText({ metadata }: ControllerRevision): string {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return NONE;
  const [group = ''] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  const kind = owner.kind.toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${owner.name}`;
}

export const podTemplates: Printer<PodTemplate> = {
  columns: [NAME, column('Containers'), column('Images'), column('Pod Labels')],
  cells: (one) => [nameOf(one), ...containerCells(one.template?.spec), labelsText(one.template?.metadata?.labels)],
};

export const signingRequests: Printer<CertificateSigningRequest> = {
  columns: [NAME, AGE, column('SignerName'), column('Requestor'), column('RequestedDuration'), column('Condition')],
  cells: (request, nowMs) => {
    const { signerName, username, expirationSeconds } = request.spec;
    return [
      nameOf(request),
      ageOf(request, nowMs),
      signerName || NONE,
      username ?? '',
      expirationSeconds === undefined ? NONE : formatAge(expirationSeconds * 1000),
      conditionText(request),
    ];
  },
};

/** extractCSRStatus: a denial outweighs an approval. */
function conditionText({ status }: CertificateSigningRequest): string {
  const types = new Set((status?.conditions ?? []).map(({ type }) => type));
  const decision = types.has('Denied') ? 'Denied' : types.has('Approved') ? 'Approved' : 'Pending';
  return [decision, ...(types.has('Failed') ? ['Failed'] : []), ...(status?.certificate ? ['Issued'] : [])].join(',');
}
