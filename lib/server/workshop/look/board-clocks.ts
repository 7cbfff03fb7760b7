import 'server-only';
// How far boards' clocks are from the API server's. A kubelet renews its lease every ten seconds and writes down when, by
// its own clock; the API server notes beside it when that came, by its clock. What differs is the offset, and the way.
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { BoardClock } from '#lib/model/workshop/facts.ts';
import { type Known, known } from '#lib/model/workshop/known.ts';
import type { ClusterReader } from './cluster-reader.ts';

const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
/** The API server notes whole seconds. */
const WITHIN_SECONDS = 1;

export async function boardClocks(reader: ClusterReader, mostMs: number): Promise<Known<readonly BoardClock[]>> {
  const what = 'leases.coordination.k8s.io in kube-node-lease';
  const leases = await reader.list(LEASES, what, (lease: Lease) => lease, mostMs);
  return leases.known ? known(leases.value.flatMap((lease) => clockOf(lease) ?? [])) : leases;
}

/** Null where it was never renewed, or nobody noted when. */
function clockOf({ metadata, spec }: Lease): BoardClock | null {
  const renewedMs = Date.parse(spec?.renewTime ?? '');
  const noted = (metadata?.managedFields ?? []).filter(({ fieldsV1 }) => hasRenewTime(fieldsV1));
  const notedMs = Math.max(...noted.map(({ time }) => Date.parse(time ?? '')));
  const node = metadata?.name;
  if (node === undefined || !Number.isFinite(renewedMs) || !Number.isFinite(notedMs)) return null;
  return { node, offsetSeconds: (renewedMs - notedMs) / 1000, withinSeconds: WITHIN_SECONDS };
}

function hasRenewTime(fields: unknown): boolean {
  return JSON.stringify(fields ?? null).includes('"f:renewTime"');
}
