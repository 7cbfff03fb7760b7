// Whether an aggregated API answers, as its APIService says it: there is a service with pods behind it, and they answer.
// Mirrors kube-aggregator pkg/controllers/status/remote/remote_available_controller.go.
import type { Pod, Service } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import type { Controller, Outcome, View } from '../controllers/controller.ts';
import { FAULTS_RESOURCE, faultsOf, METRICS_APIS, type MetricsApiName } from '../faults.ts';
import type { APIService, Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { timestamp } from '../timestamp.ts';
import type { AggregatedApi } from './aggregated-api.ts';

const RESOURCE = 'apiservices.apiregistration.k8s.io';
const PORT_DEFAULT = 443;

interface Availability {
  status: 'True' | 'False';
  reason: string;
  message: string;
}

const PASSED: Availability = { status: 'True', reason: 'Passed', message: 'all checks passed' };

export function isApiAvailable({ status }: APIService): boolean {
  return status?.conditions?.find(({ type }) => type === 'Available')?.status !== 'False';
}

export class AvailabilityController implements Controller {
  readonly name = 'apiservice-available';
  readonly fieldManager = 'kube-apiserver';
  readonly #answered: ReadonlySet<string>;
  readonly #withoutService: ReadonlySet<string>;

  /** `apis`: those that somebody answers for here; `withoutService`: what a scenario has without what serves it. */
  constructor(apis: readonly AggregatedApi[], withoutService: ReadonlySet<string>) {
    this.#withoutService = withoutService;
    this.#answered = new Set(apis.map(({ apiService }) => apiService));
  }

  *wakes(change: Change, view: View): Iterable<string> {
    const { resource, object } = change;
    if (resource === RESOURCE) yield object.metadata.name;
    if (resource === FAULTS_RESOURCE) yield* this.initialKeys(view);
    if (resource === 'services') yield* this.#behind(view, object.metadata.namespace, object.metadata.name);
    if (resource === 'pods' && isTurn(change)) yield* this.#behind(view, object.metadata.namespace);
  }

  *initialKeys(view: View): Iterable<string> {
    for (const { metadata, spec } of view.list(RESOURCE)) if (spec?.service !== undefined) yield metadata.name;
  }

  reconcile(view: View, key: string): Outcome {
    const registration = view.get(RESOURCE, undefined, key);
    if (registration?.spec?.service === undefined) return {};
    const now = this.#availability(view, registration);
    const before = registration.status?.conditions?.find(({ type }) => type === 'Available');
    if (now === null || (before?.status === now.status && before.reason === now.reason)) return {};
    const lastTransitionTime = before?.status === now.status ? before.lastTransitionTime : timestamp(view.nowMs);
    const others = (registration.status?.conditions ?? []).filter(({ type }) => type !== 'Available');
    const conditions = [...others, { type: 'Available', ...now, lastTransitionTime }];
    const object: APIService = { ...registration, status: { conditions } };
    return { writes: [{ op: 'updateStatus', resource: RESOURCE, object }] };
  }

  /** Of a namespace, or of one service in it. */
  *#behind(view: View, namespace: string | undefined, name?: string): Iterable<string> {
    for (const { metadata, spec } of view.list(RESOURCE)) {
      const service = spec?.service;
      if (service?.namespace === namespace && (name === undefined || service?.name === name)) yield metadata.name;
    }
  }

  /** Null where nothing can be said: nobody answers for it here, and nobody is missing. */
  #availability(view: View, { metadata, spec }: Stored<APIService>): Availability | null {
    const { namespace = '', name = '', port = PORT_DEFAULT } = spec?.service ?? {};
    const service = view.get('services', namespace, name);
    const isAnswered = this.#answered.has(metadata.name);
    if (service === undefined) {
      return isAnswered && this.#withoutService.has(metadata.name) ? PASSED : notPresent(namespace, name);
    }
    if (!hasPods(view, service)) return missingEndpoints(service, port);
    if (isDown(view, spec?.group)) {
      return refused(`${service.spec?.clusterIP}:${port}`, `/apis/${spec?.group}/${spec?.version}`);
    }
    return isAnswered ? PASSED : null;
  }
}

/** A pod came to be ready, is not any more, or is gone: what else it says of itself changes nothing. */
function isTurn({ type, object, previous }: Change): boolean {
  return type === 'DELETED' || answers(object as Pod) !== (previous !== undefined && answers(previous as Pod));
}

/** All its containers are ready: that its node is not heard of does not count here. */
function answers({ metadata, status }: Pod): boolean {
  const { phase, containerStatuses = [] } = status ?? {};
  return (
    metadata?.deletionTimestamp === undefined && phase === 'Running' && containerStatuses.every(({ ready }) => ready)
  );
}

/** A board that is silent by the scenario's own course does not count: only one that is unplugged by hand. */
function hasPods(view: View, { metadata, spec }: Service): boolean {
  const { selector = {}, type } = spec ?? {};
  if (type === 'ExternalName' || Object.keys(selector).length === 0) return true;
  const { nodesUnplugged } = faultsOf(view);
  return view
    .list('pods', metadata?.namespace)
    .some(
      (pod) =>
        matchesLabelSet(selector, pod.metadata.labels) &&
        answers(pod) &&
        !nodesUnplugged.includes(pod.spec?.nodeName ?? ''),
    );
}

function isDown(view: View, group: string | undefined): boolean {
  const { metrics } = faultsOf(view);
  const names = Object.keys(METRICS_APIS) as MetricsApiName[];
  return names.some((name) => METRICS_APIS[name] === group && metrics[name] === 'down');
}

function notPresent(namespace: string, name: string): Availability {
  const message = `service/${name} in "${namespace}" is not present`;
  return { status: 'False', reason: 'ServiceNotFound', message };
}

function missingEndpoints({ metadata, spec }: Service, port: number): Availability {
  const portName = spec?.ports?.find((one) => one.port === port)?.name ?? '';
  const message = `endpointslices for service/${metadata?.name} in "${metadata?.namespace}" have no addresses with port name "${portName}"`;
  return { status: 'False', reason: 'MissingEndpoints', message };
}

function refused(host: string, path: string): Availability {
  const url = `https://${host}${path}`;
  const message = `failing or missing response from ${url}: Get "${url}": dial tcp ${host}: connect: connection refused`;
  return { status: 'False', reason: 'FailedDiscoveryCheck', message };
}
