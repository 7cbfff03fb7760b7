// The network inside the simulated cluster: who listens at an address, and what they answer to HTTP.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import { isSidecar } from '../kubelet/pod-conditions.ts';
import { programFor } from '../kubelet/pod-sync.ts';
import type { Power } from '../kubelet/power.ts';
import type { Stored } from '../store/object.ts';
import type { ObjectSource } from '../usage/load.ts';
import { HTTP_APPLICATIONS, type HttpApplication } from './applications.ts';
import { ConnectionError, type HttpRequest, type HttpResponse, text } from './http-message.ts';
import { applicationNameOf } from './known-servers.ts';
import type { KubeletHttp } from './kubelet-http.ts';
import { RequestTally } from './request-tally.ts';

export interface ClusterNetworkParts {
  source: ObjectSource;
  power: Power;
  registry: ImageRegistry;
  kubelet: KubeletHttp;
  now: () => number;
  /** Requests that the cluster's load has made to a pod since it started; null where nobody counts them. */
  loadServed(pod: Stored<Pod>): number | null;
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

  /** A program that still starts up does not listen yet; a command in place of the image's own listens nowhere. */
  #inContainer(pod: Stored<Pod>, container: Container, port: number): Listening | null {
    const { power, registry, now } = this.#parts;
    const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
    const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container.name);
    const startedAt = status?.state?.running?.startedAt;
    const facts = registry.factsOf(container.image ?? '');
    const board = power.boardOf(pod.spec?.nodeName ?? '');
    if (startedAt === undefined || facts === undefined || board === undefined) return null;
    if (Date.parse(startedAt) + facts.startupMs / board.coreSpeed > now()) return null;
    if (container.command !== undefined || programFor(container, 'main', board, registry).prints !== null) return null;
    const application = HTTP_APPLICATIONS[applicationNameOf(facts) ?? ''];
    if (application?.ports.includes(port) !== true) return null;
    return { application, run: `${pod.metadata.uid}/${container.name}/${startedAt}` };
  }

  #answer(pod: Stored<Pod>, { application, run }: Listening, address: Address, request: HttpRequest): HttpResponse {
    const asksTls = address.scheme === 'https';
    if (asksTls && application.tls !== true) {
      throw new ConnectionError('http: server gave HTTP response to HTTPS client');
    }
    if (!asksTls && application.tls === true) return text('Client sent an HTTP request to an HTTPS server.\n', 400);
    if (application.counts?.(request) === true) this.#tally.add(run);
    const { name, namespace = '', uid } = pod.metadata;
    const requestsServed = Math.floor(this.#parts.loadServed(pod) ?? 0) + this.#tally.of(run);
    const podIP = pod.status?.podIP ?? '';
    return application.answer(request, { pod: name, namespace, uid, podIP, requestsServed });
  }
}

function unreachable({ host, port }: Address, why: string): ConnectionError {
  return new ConnectionError(`dial tcp ${host}:${port}: connect: ${why}`);
}
