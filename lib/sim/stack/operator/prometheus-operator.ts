// A Prometheus Operator while a pod of its image is ready: makes pods of Prometheus objects and keeps telling them what
// their ServiceMonitors select. Without one nothing of that changes any more.
import { createHash } from 'node:crypto';
import type { Namespace, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { LabelSelectorError, matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { canonical, sameMeaning } from '../../controllers/canonical.ts';
import { type Controller, keysOf, type Outcome, type View, type Write } from '../../controllers/controller.ts';
import type { ImageRegistry } from '../../kubelet/image-registry.ts';
import { fieldsOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import {
  isPrometheus,
  type Monitor,
  monitorIn,
  PROMETHEUSES,
  type Prometheus,
  SERVICE_MONITORS,
} from './monitoring-objects.ts';
import { isOperator, isReady, type OperatorFlags, operatorFlags } from './operator-pod.ts';
import { MANAGED, type Owned, ownedObjects, ownerReference } from './owned.ts';
import { prometheusStatus } from './prometheus-status.ts';
import { scrapeConfiguration } from './scrape-configuration.ts';
import { statefulSetName, statefulSetSpec } from './stateful-set.ts';

const STATEFUL_SETS = 'statefulsets.apps';
const HASH = 'prometheus-operator-input-hash';
const HEARD_OF: ReadonlySet<string> = new Set([PROMETHEUSES, SERVICE_MONITORS, STATEFUL_SETS, 'secrets', 'namespaces']);

export class PrometheusOperator implements Controller {
  readonly name = 'prometheus-operator';
  readonly fieldManager = 'PrometheusOperator';
  readonly #registry: ImageRegistry;
  readonly initialKeys = keysOf(PROMETHEUSES);

  constructor(registry: ImageRegistry) {
    this.#registry = registry;
  }

  *wakes(change: Change, view: View): Iterable<string> {
    // Most clusters have none, and their pods change often.
    if (view.list(PROMETHEUSES).length === 0) return;
    if (HEARD_OF.has(change.resource) || this.#isTurn(change)) yield* this.initialKeys(view);
  }

  reconcile(view: View, key: string): Outcome {
    const { namespace, name } = splitKey(key);
    const prometheus = view.get(PROMETHEUSES, namespace, name);
    if (prometheus === undefined || !isPrometheus(prometheus)) return {};
    if (prometheus.metadata.deletionTimestamp !== undefined) return {};
    const flags = operatorFlags(view, this.#registry);
    if (flags === null || !watches(flags, namespace) || prometheus.spec?.paused === true) return {};
    const configuration = scrapeConfiguration(prometheus, monitorsOf(view, flags, prometheus));
    const writes = [
      ...ownedObjects(prometheus, configuration).flatMap((owned) => brought(view, owned, prometheus)),
      ...statefulSet(view, prometheus, flags),
      ...reported(view, prometheus),
    ];
    return { writes };
  }

  /** The operator came to be ready, or is so no more. */
  #isTurn({ resource, object, previous }: Change): boolean {
    if (resource !== 'pods' || !isOperator(this.#registry, object as Pod)) return false;
    return previous === undefined || isReady(object as Pod) !== isReady(previous as Pod);
  }
}

function watches({ namespaces }: OperatorFlags, namespace: string | undefined): boolean {
  return namespaces === null || namespaces.includes(namespace ?? '');
}

/** No selector selects none, an empty one all; without one of namespaces it is its own. */
function monitorsOf(view: View, flags: OperatorFlags, { metadata, spec }: Prometheus): Monitor[] {
  const { serviceMonitorSelector: selector, serviceMonitorNamespaceSelector: namespaces } = spec ?? {};
  if (selector === undefined) return [];
  const all = view.list(SERVICE_MONITORS).map(monitorIn);
  return all
    .filter((one) => one !== null)
    .filter(
      (monitor) =>
        watches(flags, monitor.metadata.namespace) &&
        isMeant(selector, monitor.metadata.labels) &&
        (namespaces === undefined
          ? monitor.metadata.namespace === metadata.namespace
          : isMeant(namespaces, labelsOf(view, monitor.metadata.namespace))),
    );
}

function isMeant(selector: LabelSelector, labels: Record<string, string> | undefined): boolean {
  try {
    return matchesLabelSelector(selector, labels ?? {});
  } catch (error) {
    // Its definition lets selectors through that are none.
    if (error instanceof LabelSelectorError) return false;
    throw error;
  }
}

function labelsOf(view: View, name = ''): Record<string, string> | undefined {
  return (view.get('namespaces', undefined, name) as Namespace | undefined)?.metadata?.labels;
}

/** What is missing is made; what is another by now is changed. */
function brought(view: View, { resource, object }: Owned, prometheus: Prometheus): Write[] {
  const { namespace, name } = object.metadata;
  const held = view.get(resource, namespace, name);
  if (held === undefined) return [{ op: 'create', resource, object }];
  const owners = held.metadata.ownerReferences ?? [];
  const isOwner = owners.some(({ uid }) => uid === prometheus.metadata.uid);
  const isSame = resource === 'services' || sameMeaning(fieldsOf(held)['data'], fieldsOf(object)['data']);
  if (isOwner && isSame) return [];
  const data = resource === 'services' ? {} : { data: fieldsOf(object)['data'] };
  const ownerReferences = isOwner ? owners : [...owners, ownerReference(prometheus, false)];
  const changed = { ...held, ...data, metadata: { ...held.metadata, ownerReferences } };
  return [{ op: 'update', resource, object: changed }];
}

function statefulSet(view: View, prometheus: Prometheus, { reloader }: OperatorFlags): Write[] {
  const name = statefulSetName(prometheus);
  const { namespace = '' } = prometheus.metadata;
  const spec = statefulSetSpec(prometheus, reloader);
  const hash = createHash('sha256').update(canonical(spec)).digest('hex').slice(0, 16);
  const held = view.get(STATEFUL_SETS, namespace, name);
  if (held?.metadata.annotations?.[HASH] === hash) return [];
  const metadata = {
    name,
    namespace,
    labels: {
      ...prometheus.metadata.labels,
      ...MANAGED,
      'operator.prometheus.io/mode': 'server',
      'operator.prometheus.io/name': prometheus.metadata.name,
      'operator.prometheus.io/shard': '0',
    },
    annotations: { ...handedOn(prometheus), [HASH]: hash },
    ownerReferences: [ownerReference(prometheus)],
  };
  if (held === undefined) {
    const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec };
    return [{ op: 'create', resource: STATEFUL_SETS, object }];
  }
  const annotations = { ...held.metadata.annotations, [HASH]: hash };
  const object = { ...held, metadata: { ...held.metadata, annotations }, spec } as Stored;
  return [{ op: 'update', resource: STATEFUL_SETS, object }];
}

/** What a client noted for itself is not handed on. */
function handedOn({ metadata }: Prometheus): Record<string, string> {
  const all = Object.entries(metadata.annotations ?? {});
  return Object.fromEntries(all.filter(([key]) => !key.startsWith('kubectl.kubernetes.io/')));
}

function reported(view: View, prometheus: Prometheus): Write[] {
  const held = view.get(STATEFUL_SETS, prometheus.metadata.namespace, statefulSetName(prometheus));
  const status = prometheusStatus(prometheus, held, view.nowMs);
  if (sameMeaning(status, prometheus.status)) return [];
  return [{ op: 'updateStatus', resource: PROMETHEUSES, object: { ...prometheus, status } as Prometheus }];
}
