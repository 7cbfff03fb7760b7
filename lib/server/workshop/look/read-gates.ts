import 'server-only';
// What is read to judge what steps wait for: of each gate just what it is about, by name, and as it is now.
import { isStatusError, readText, type Transport } from '#lib/kube/index.ts';
import { projectApiService, projectAutoscaler } from '#lib/model/records/project-autoscaling.ts';
import { projectClaim } from '#lib/model/records/project-ground.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import {
  projectDaemonSet,
  projectDeployment,
  projectJob,
  projectStatefulSet,
} from '#lib/model/records/project-workload.ts';
import type { WorkloadRecord } from '#lib/model/records/records.ts';
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { type GateAnswer, type GateReadings, gatePath } from '#lib/model/workshop/gate-readings.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { objectText } from '#lib/model/workshop/object-key.ts';
import type { Gate, WorkloadName } from '#lib/stack/component.ts';
import { ClusterReader } from './cluster-reader.ts';
import { objectPathOf } from './object-path.ts';
import { NODE_METRICS, NODE_METRICS_RESOURCE, readUsedMemory } from './read-facts.ts';

const TIMEOUT_MS = 5_000;
/** Of an answer: a page of metrics is longer, and what is looked for may be in its middle. */
const ANSWER_BYTES_MAX = 1024 * 1024;
const HEAPSTER_NODES = '/api/v1/namespaces/kube-system/services/heapster/proxy/api/v1/model/nodes/';

const PROJECTIONS: Readonly<Record<WorkloadName['kind'], (object: never) => WorkloadRecord>> = {
  Deployment: projectDeployment,
  StatefulSet: projectStatefulSet,
  DaemonSet: projectDaemonSet,
  Job: projectJob,
};

export interface GateSight {
  /** Instead of what is known of the cluster otherwise: it may be older. */
  facts: Partial<WorkshopFacts>;
  readings: GateReadings;
}

export class GateReader {
  readonly #transport: Transport;
  readonly #signal: AbortSignal;
  readonly #reader: ClusterReader;

  /** For one look. */
  constructor(transport: Transport, signal: AbortSignal) {
    this.#transport = transport;
    this.#signal = signal;
    this.#reader = new ClusterReader(transport, signal);
  }

  async read(gate: Gate): Promise<GateSight> {
    switch (gate.kind) {
      case 'workload-ready': {
        const { kind, namespace, name } = gate.workload;
        const apiVersion = kind === 'Job' ? 'batch/v1' : 'apps/v1';
        const workloads = await this.#one({ apiVersion, kind, namespace, name }, PROJECTIONS[kind]);
        const hasFailed = workloads.known && workloads.value.some(({ ended }) => ended === 'Failed');
        return facts({ workloads, ...(hasFailed ? { pods: await this.#podsIn(namespace) } : {}) });
      }
      case 'api-available': {
        const ref = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', namespace: null };
        return facts({ apiServices: await this.#one({ ...ref, name: gate.apiService }, projectApiService) });
      }
      case 'claim-bound': {
        const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: gate.namespace };
        return facts({ claims: await this.#one({ ...ref, name: gate.name }, projectClaim) });
      }
      case 'crd-established': {
        const ref = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', namespace: null };
        const found = await this.#one({ ...ref, name: gate.crd }, isEstablished);
        return readings({ established: found.known ? known(new Map(found.value)) : found });
      }
      case 'scaling-active': {
        const ref = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: gate.namespace };
        return readings({ autoscalers: await this.#one({ ...ref, name: gate.name }, projectAutoscaler) });
      }
      case 'node-metrics':
        return readings({ measuredNodes: await this.#measured() });
      case 'path-answers':
      case 'custom-metric':
      case 'public-address': {
        const path = gatePath(gate);
        return readings({ answers: new Map([[path, await this.#answer(path)]]) });
      }
    }
  }

  /** None where it is not there. By name: who may not list them may be allowed to read those of the stack. */
  async #one<T>(ref: Parameters<typeof objectPathOf>[0], project: (object: never) => T): Promise<Known<readonly T[]>> {
    const answer = await this.#reader.read(objectPathOf(ref), objectText(ref));
    if (!answer.known) return answer;
    // What is stored at an object's path is of that kind.
    return known(answer.value === null ? [] : [project(answer.value as never)]);
  }

  /** Why it failed is told once: its pods as they are now say so. */
  #podsIn(namespace: string): Promise<WorkshopFacts['pods']> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
    return this.#reader.list(path, `pods in ${namespace}`, projectPod);
  }

  /** Of metrics.k8s.io, else of Heapster; none while what serves one of them is only starting. */
  async #measured(): Promise<Known<readonly string[]>> {
    const used = await readUsedMemory(this.#reader);
    if (!used.known && used.refused === true) return used;
    if (used.known && used.value.size > 0) return known([...used.value.keys()]);
    const heapster = await this.#reader.read(HEAPSTER_NODES, 'services/proxy heapster in kube-system');
    if (heapster.known) return known(Array.isArray(heapster.value) ? heapster.value.map(String) : []);
    const served = await this.#reader.read(NODE_METRICS, NODE_METRICS_RESOURCE);
    const isServed = !served.known || served.value !== null;
    return heapster.refused === true && !isServed ? heapster : known([]);
  }

  /** Whatever it answers; not known where nobody did. */
  async #answer(path: string): Promise<Known<GateAnswer>> {
    const ask = async (): Promise<GateAnswer> => {
      try {
        const headers = { accept: '*/*' };
        const answer = await this.#transport.open({ path, timeoutMs: TIMEOUT_MS, signal: this.#signal, headers });
        const text = await readText(answer.body, ANSWER_BYTES_MAX, 'what is waited for');
        return { status: answer.status, text };
      } catch (error) {
        if (!isStatusError(error) || !error.answered) throw error;
        return { status: error.code, text: error.message };
      }
    };
    const answer = await this.#reader.ask('what is waited for', ask);
    return answer.known && answer.value === null ? notKnown('nobody answered') : (answer as Known<GateAnswer>);
  }
}

const NOT_ASKED = notKnown('nothing waits for it');
const NO_READINGS: GateReadings = {
  measuredNodes: NOT_ASKED,
  established: NOT_ASKED,
  autoscalers: NOT_ASKED,
  answers: new Map(),
};

function facts(found: Partial<WorkshopFacts>): GateSight {
  return { facts: found, readings: NO_READINGS };
}

function readings(found: Partial<GateReadings>): GateSight {
  return { facts: {}, readings: { ...NO_READINGS, ...found } };
}

interface Definition {
  metadata?: { name?: string };
  status?: { conditions?: readonly { type: string; status: string }[] };
}

function isEstablished({ metadata, status }: Definition): [name: string, isEstablished: boolean] {
  const { conditions = [] } = status ?? {};
  return [metadata?.name ?? '', conditions.some((one) => one.type === 'Established' && one.status === 'True')];
}
