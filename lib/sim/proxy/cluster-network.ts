// The network inside the simulated cluster: who listens at an address, and what they answer to HTTP.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { faultsOf } from '../faults.ts';
import type { Behaviours } from '../kubelet/behaviour.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import { isSidecar } from '../kubelet/pod-conditions.ts';
import type { Power } from '../kubelet/power.ts';
import type { Stored } from '../store/object.ts';
import type { ObjectSource } from '../usage/load.ts';
import type { HttpApplication } from './applications.ts';
import { ConnectionError, type HttpRequest, type HttpResponse, text } from './http-message.ts';
import type { KubeletHttp } from './kubelet-http.ts';
import { RequestTally } from './request-tally.ts';
import { runningApplication } from './running-application.ts';

export interface ClusterNetworkParts {
  source: ObjectSource;
  power: Power;
  registry: ImageRegistry;
  behaviours: Behaviours;
  kubelet: KubeletHttp;
  /** What programs answer, by name. */
  applications: Readonly<Record<string, HttpApplication>>;
  now: () => number;
  /** Requests that the cluster's load has made to a pod since it started; null where nobody counts them. */
  loadServed(pod: Stored<Pod>): number | null;
  /** A pod has answered a request of the kind that it counts. */
  asked(pod: Stored<Pod>): void;
}

export interface Address {
  scheme: 'http' | 'https';
  host: string;
  port: number;
}

interface Listening {
  application: HttpApplication;
  /** Names this run of the container. */
  run: string;
}

export class ClusterNetwork {
  readonly #parts: ClusterNetworkParts;
  readonly #tally = new RequestTally();
  #turns = 0;

  constructor(parts: ClusterNetworkParts) {
    this.#parts = parts;
  }

  /** Throws a ConnectionError where nobody answers. */
  ask(address: Address, request: HttpRequest): HttpResponse {
    const { host, port } = address;
    const pods = this.#podsAt(host);
    const node = pods[0]?.spec?.nodeName ?? this.#nodeAt(host);
    if (node === undefined || this.#isDark(node)) throw unreachable(address, 'no route to host');
    for (const pod of pods) {
      const listening = this.#listening(pod, port);
      if (listening !== null) return this.#answer(pod, listening, address, request);
    }
    throw unreachable(address, 'connection refused');
  }

  /** Which of so many endpoints is next: all in turn, as to ask must not take from the cluster's randomness. */
  turn(count: number): number {
    this.#turns += 1;
    return count === 0 ? 0 : this.#turns % count;
  }

  /** What the kubelet of a node answers; throws a ConnectionError where the board is dark. */
  askKubelet(node: string, address: Address, request: HttpRequest): HttpResponse {
    if (this.#isDark(node)) throw unreachable(address, 'no route to host');
    return this.#parts.kubelet.answer(node, request);
  }

  #isDark(node: string): boolean {
    const { power, source, now } = this.#parts;
    return power.boardOf(node) === undefined || power.isDark(source, node, now());
  }

  /** All pods of a board with the board's own address share it. */
  #podsAt(host: string): Stored<Pod>[] {
    return this.#parts.source
      .list('pods')
      .filter(({ status }) => status?.podIP === host && status.phase !== 'Succeeded' && status.phase !== 'Failed');
  }

  #nodeAt(host: string): string | undefined {
    const nodes = this.#parts.source.list('nodes');
    return nodes.find(({ status }) => status?.addresses?.some(({ address }) => address === host))?.metadata.name;
  }

  #listening(pod: Stored<Pod>, port: number): Listening | null {
    const { containers = [], initContainers = [] } = pod.spec ?? {};
    for (const container of [...containers, ...initContainers.filter(isSidecar)]) {
      const listening = this.#inContainer(pod, container, port);
      if (listening !== null) return listening;
    }
    return null;
  }

  #inContainer(pod: Stored<Pod>, container: Container, port: number): Listening | null {
    const running = runningApplication(this.#parts, pod, container);
    const application = this.#parts.applications[running?.name ?? ''];
    if (running === null || application === undefined) return null;
    if (!(running.ports ?? application.ports).includes(port)) return null;
    return { application, run: `${pod.metadata.uid}/${container.name}/${running.startedAt}` };
  }

  #answer(pod: Stored<Pod>, { application, run }: Listening, address: Address, request: HttpRequest): HttpResponse {
    const asksTls = address.scheme === 'https';
    if (asksTls && application.tls !== true) {
      throw new ConnectionError('http: server gave HTTP response to HTTPS client');
    }
    if (!asksTls && application.tls === true) return text('Client sent an HTTP request to an HTTPS server.\n', 400);
    if (application.counts?.(request) === true) {
      this.#tally.add(run);
      this.#parts.asked(pod);
    }
    const { name, namespace = '', uid } = pod.metadata;
    const requestsServed = Math.floor(this.#parts.loadServed(pod) ?? 0) + this.#tally.of(run);
    const podIP = pod.status?.podIP ?? '';
    const isMute = faultsOf(this.#parts.source).appMetrics === 'gone';
    const board = pod.spec?.nodeName ?? '';
    const self = { pod: name, namespace, uid, podIP, port: address.port, board, requestsServed, isMute };
    return application.answer(request, self);
  }
}

function unreachable({ host, port }: Address, why: string): ConnectionError {
  return new ConnectionError(`dial tcp ${host}:${port}: connect: ${why}`);
}
