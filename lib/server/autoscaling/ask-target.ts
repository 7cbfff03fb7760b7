import 'server-only';
// What an autoscaler scales: its scale subresource, and the pods that it selects.
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Asked, ScaleFacts } from '#lib/model/autoscaling/chain-facts.ts';
import type { Asking } from './asking.ts';
import type { KindResources } from './kind-resources.ts';

/** An autoscaler's maximum is mostly far below. */
const PODS_MAX = 500;

interface Scale {
  spec?: { replicas?: number };
  status?: { replicas?: number; selector?: string };
}

export async function askScale(
  asking: Asking,
  kinds: KindResources,
  namespace: string,
  { apiVersion = 'v1', kind, name }: CrossVersionObjectReference,
): Promise<Asked<ScaleFacts>> {
  const found = await kinds.of(asking, apiVersion, kind);
  if (!found.ok) return found;
  const { root, resource, name: resourceName, hasScale } = found.value;
  if (!hasScale) return asking.failed(404, `${kind} has no scale subresource`);
  if (name === '' || name === '.' || name === '..') return asking.failed(400, `no ${kind} can be called ${name}`);
  const path = `${root}/namespaces/${namespace}/${resource}/${encodeURIComponent(name)}/scale`;
  return asking.json(path, (body) => {
    const { spec, status } = body as Scale;
    return {
      resource: resourceName,
      path,
      specReplicas: spec?.replicas ?? 0,
      statusReplicas: status?.replicas ?? 0,
      selector: status?.selector ?? '',
    };
  });
}

export function askPods(asking: Asking, namespace: string, selector: string): Promise<Asked<readonly Pod[]>> {
  const query = new URLSearchParams({ labelSelector: selector, limit: String(PODS_MAX) });
  return asking.json(`/api/v1/namespaces/${namespace}/pods?${query}`, (body) => {
    const { items } = body as { items?: readonly Pod[] };
    return items ?? [];
  });
}
