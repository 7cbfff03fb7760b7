// Who renewed a node's lease, and when that came by the API server's clock: what it notes in managedFields.
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { parseTimestamp, timestamp } from '../../timestamp.ts';

const FIELDS = { 'f:spec': { 'f:holderIdentity': {}, 'f:leaseDurationSeconds': {}, 'f:renewTime': {} } };

/** Without it nobody would be noted later: an object that has no managers is not tracked. */
export function renewedByKubelet(lease: Lease): Lease {
  const renewedMs = parseTimestamp(lease.spec?.renewTime);
  if (!Number.isFinite(renewedMs)) return lease;
  const entry: ManagedFieldsEntry = {
    manager: 'kubelet',
    operation: 'Update',
    apiVersion: 'coordination.k8s.io/v1',
    time: timestamp(renewedMs),
    fieldsType: 'FieldsV1',
    fieldsV1: FIELDS,
  };
  return { ...lease, metadata: { ...lease.metadata, managedFields: [entry] } };
}
