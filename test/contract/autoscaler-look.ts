// One look of the simulated cluster's autoscaler at what a real cluster has: its objects, and what its metrics' APIs answer.
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus } from 'kubernetes-types/autoscaling/v2';
import type { AggregatedApi, AggregatedRequest } from '#lib/sim/aggregated/aggregated-api.ts';
import { BuiltInResources } from '#lib/sim/api/registry/built-in.ts';
import { Registry } from '#lib/sim/api/registry/registry.ts';
import { HorizontalPodAutoscalers } from '#lib/sim/autoscaling/horizontal-pod-autoscaler.ts';
import type { View } from '#lib/sim/controllers/controller.ts';
import { Random } from '#lib/sim/random.ts';
import { StatusError, type StatusReason } from '#lib/sim/status-error.ts';
import { type KubeObject, keyOf } from '#lib/sim/store/object.ts';

/** What an API answers to a GET: an object, or the refusal. */
export type Answers = Map<string, { code: number; body: unknown }>;

export interface Seen {
  status: HorizontalPodAutoscalerStatus;
  /** Reasons and messages, in order of the alphabet: real ones are listed in no other. */
  events: string[];
  replicas: number | null;
}

/** That path has not been asked for yet. */
export class Unasked extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`nobody asked for ${path}`);
    this.path = path;
  }
}

/** `objects` by resource id. @throws {Unasked} where the metrics ask for what is not among the answers. */
export function ourLook(
  autoscaler: HorizontalPodAutoscaler,
  objects: Readonly<Record<string, readonly KubeObject[]>>,
  answers: Answers,
): Seen {
  const registry = new Registry([new BuiltInResources()]);
  const apis = [api('metrics.k8s.io', 'v1beta1', answers), api('custom.metrics.k8s.io', 'v1beta2', answers)];
  const answering = (group: string, version: string) =>
    apis.find((one) => one.group === group && one.version === version);
  const controller = new HorizontalPodAutoscalers({ apis: { answering }, registry });
  const { namespace, name = '' } = autoscaler.metadata ?? {};
  const view = viewOf({ ...objects, 'horizontalpodautoscalers.autoscaling': [autoscaler] });
  const { writes = [] } = controller.reconcile(view, keyOf(namespace, name));
  const seen: Seen = { status: { desiredReplicas: 0 }, events: [], replicas: null };
  for (const write of writes) {
    if (write.op === 'scale') seen.replicas = write.replicas;
    if (write.op === 'event') seen.events.push(`${write.event.reason}: ${write.event.message}`);
    if (write.op === 'updateStatus') seen.status = (write.object as HorizontalPodAutoscaler).status ?? seen.status;
  }
  seen.events.sort();
  return seen;
}

function viewOf(objects: Readonly<Record<string, readonly KubeObject[]>>): View {
  const list = (resource: string, namespace?: string) =>
    (objects[resource] ?? []).filter(({ metadata }) => namespace === undefined || metadata?.namespace === namespace);
  const view: Pick<View, 'nowMs' | 'random' | 'resources'> & Record<'get' | 'list', unknown> = {
    nowMs: Date.now(),
    random: new Random(1),
    resources: () => [],
    list,
    get: (resource: string, namespace: string | undefined, name: string) =>
      list(resource, namespace).find(({ metadata }) => metadata?.name === name),
  };
  return view as View;
}

function api(group: string, version: string, answers: Answers): AggregatedApi {
  return {
    group,
    version,
    apiService: `${version}.${group}`,
    resources: () => [],
    handle(request) {
      const path = `/apis/${group}/${version}/${pathOf(request)}`;
      const answer = answers.get(path);
      if (answer === undefined) throw new Unasked(path);
      if (answer.code === 200) return answer.body as KubeObject;
      const { reason = '', message = '' } = answer.body as { reason?: StatusReason; message?: string };
      throw new StatusError(reason, message);
    },
  };
}

/** As clients of these APIs ask. */
function pathOf({ resource, namespace, name, subresource, labelSelector, query }: AggregatedRequest): string {
  const place = namespace === undefined ? '' : `namespaces/${namespace}/`;
  const isNamespace = resource === 'namespaces';
  const rest = [resource, name, isNamespace ? 'metrics' : undefined, subresource].filter((part) => part !== undefined);
  const asked = new URLSearchParams(query);
  if (labelSelector !== undefined && labelSelector !== '') asked.set('labelSelector', labelSelector);
  return `${place}${rest.join('/')}${asked.size > 0 ? `?${asked}` : ''}`;
}
