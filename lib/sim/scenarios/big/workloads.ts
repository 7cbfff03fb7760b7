// The workloads of the big cluster, until the number of pods that was asked for is reached.
import type { Pod } from 'kubernetes-types/core/v1';
import { contentHash } from '../../controllers/canonical.ts';
import { controllerRef } from '../../controllers/owner.ts';
import type { Random } from '../../random.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { daemonSetObjects, daemonTolerations, statefulSetObjects } from '../objects/daemon-sets.ts';
import { deploymentObjects } from '../objects/deployments.ts';
import { endpoints } from '../objects/endpoints.ts';
import type { Age, Built, Ground } from '../objects/ground.ts';
import { endpointSlice, service } from '../objects/services.ts';
import { AGENTS, APPS, type App, STORES, SYSTEM, templateOf } from './apps.ts';
import type { BigBoard } from './boards.ts';
import type { Place, Placement, Request } from './placement.ts';
import { type Kin, podsOfKin } from './pods.ts';

/** Replicas a Deployment is made with, by chance: many small ones, a few large. */
const REPLICAS = [1, 2, 3, 3, 5, 10, 20, 40, 60, 100];
/** One workload of so many is a StatefulSet, of so many replicas. */
const STORE_EVERY = 6;
const STORE_REPLICAS = 3;
/** Agents on every board only where they are not most of what runs. */
const PODS_PER_AGENT = 4;
const AGE_HOURS_MIN = 2;
const AGE_HOURS_SPREAD = 24 * 30;
/** Services have 10.96.0.0/12; the first addresses are the cluster's own. */
const FIRST_SERVICE = 256;

/** There was no more room for pods. */
export class NoRoomError extends Error {
  override name = 'NoRoomError';
  readonly held: number;

  constructor(held: number) {
    super(`no board has room for more than ${held} pods`);
    this.held = held;
  }
}

interface Site {
  ground: Ground;
  boards: readonly BigBoard[];
  placement: Placement;
}

export class Workloads {
  /** Workloads and Services: without defaults. */
  readonly objects: KubeObject[] = [];
  /** With all their defaults. */
  readonly pods: Pod[] = [];
  readonly #site: Site;
  readonly #total: number;
  #services = 0;

  constructor(site: Site, total: number) {
    this.#site = site;
    this.#total = total;
  }

  /** Pods that are still to come. */
  get left(): number {
    return this.#total - this.pods.length;
  }

  /** Agents on each board, and what else the cluster itself runs. */
  addSystem(namespace: string): void {
    for (const app of AGENTS) {
      if (this.left >= this.#site.boards.length * PODS_PER_AGENT) this.#addAgent(namespace, app);
    }
    for (const app of SYSTEM) {
      if (this.left >= app.replicas) this.#addDeployment(namespace, app.name, app, app.replicas);
    }
  }

  /** Workloads of one team, with as many pods as asked for. */
  addTeam(namespace: string, podCount: number): void {
    const { random } = this.#site.ground;
    const until = Math.max(0, this.left - podCount);
    for (let index = 1; this.left > until; index++) {
      const room = this.left - until;
      const isStore = index % STORE_EVERY === 0 && room >= STORE_REPLICAS;
      const apps = isStore ? STORES : APPS;
      const app = apps[random.integer(apps.length)];
      if (app === undefined) throw new Error('there is no program to run');
      const name = `${app.name}-${index}`;
      if (isStore) this.#addStore(namespace, name, app);
      else {
        this.#addDeployment(namespace, name, app, Math.min(room, REPLICAS[random.integer(REPLICAS.length)] ?? 1));
      }
    }
  }

  #addDeployment(namespace: string, name: string, app: App, replicas: number): void {
    const { ground } = this.#site;
    const labels = labelsOf(app, name);
    const template = templateOf(app, labels);
    const hash = contentHash(template);
    const age = this.#age();
    const pods = (owner: Stored): Built<Pod>[] => {
      const kin = { namespace, age, template, labels: { 'pod-template-hash': hash }, owner: controllerRef(owner) };
      const make = podsOfKin(ground, kin);
      const names = new GeneratedNames(ground.random);
      return this.#places(replicas, app.request).map((place) =>
        make({ name: names.next(owner.metadata.name), board: this.#board(place), place }),
      );
    };
    this.#take(deploymentObjects(ground, { name, namespace, age, template, hash, pods }), {
      namespace,
      name,
      app,
      age,
    });
  }

  #addStore(namespace: string, name: string, app: App): void {
    const { ground } = this.#site;
    const template = templateOf(app, labelsOf(app, name));
    const revision = `${name}-${contentHash(template)}`;
    const age = this.#age();
    const pods = (owner: Stored): Built<Pod>[] => {
      const labels = { 'controller-revision-hash': revision };
      const make = podsOfKin(ground, { namespace, age, template, labels, owner: controllerRef(owner) });
      return this.#places(STORE_REPLICAS, app.request).map((place, ordinal) => {
        const pod = `${name}-${ordinal}`;
        const own = { 'apps.kubernetes.io/pod-index': String(ordinal), 'statefulset.kubernetes.io/pod-name': pod };
        const spec = { hostname: pod, subdomain: name };
        return make({ name: pod, board: this.#board(place), place, labels: own, spec });
      });
    };
    const objects = statefulSetObjects(ground, { name, namespace, age, template, revision, serviceName: name, pods });
    this.#take(objects, { namespace, name, app, age, clusterIP: 'None' });
  }

  #addAgent(namespace: string, app: App): void {
    const { ground, boards, placement } = this.#site;
    const { name } = app;
    const template = templateOf(app, { app: name }, true);
    const hash = contentHash(template);
    const age = this.#age();
    const pods = (owner: Stored): Built<Pod>[] => {
      const kin: Kin = {
        namespace,
        age,
        template,
        labels: { 'controller-revision-hash': hash, 'pod-template-generation': '1' },
        owner: controllerRef(owner),
        tolerations: daemonTolerations(true),
      };
      const make = podsOfKin(ground, kin);
      const names = new GeneratedNames(ground.random);
      return boards.map((board, index) => {
        const place = placement.placeOn(index, app.request);
        if (place === null) throw new NoRoomError(this.pods.length);
        const spec = { affinity: pinnedTo(board.node.name) };
        return make({ name: names.next(name), board, place, spec });
      });
    };
    this.#take(daemonSetObjects(ground, { name, namespace, age, template, hash, pods }), null);
  }

  /** Sorts out what was made, with a Service in front of it where there is one to be. */
  #take(
    made: readonly KubeObject[],
    front: { namespace: string; name: string; app: App; age: Age; clusterIP?: string } | null,
  ): void {
    const pods = made.filter((object): object is Pod => object.kind === 'Pod');
    this.pods.push(...pods);
    this.objects.push(...made.filter(({ kind }) => kind !== 'Pod'));
    if (front === null) return;
    const { namespace, name, app, age } = front;
    const labels = labelsOf(app, name);
    const clusterIP = front.clusterIP ?? this.#serviceAddress();
    const input = { name, namespace, age, clusterIP, ports: [{ port: app.port }], selector: labels, labels };
    const before = service(this.#site.ground, input);
    this.objects.push(before, endpointSlice(this.#site.ground, before, pods, age), endpoints(before, pods));
  }

  #places(count: number, request: Request): Place[] {
    return Array.from({ length: count }, (_, index) => {
      const place = this.#site.placement.place(request);
      if (place === null) throw new NoRoomError(this.pods.length + index);
      return place;
    });
  }

  #board({ index }: Place): BigBoard {
    const board = this.#site.boards[index];
    if (board === undefined) throw new Error(`there is no board ${index}`);
    return board;
  }

  #age(): Age {
    return `${AGE_HOURS_MIN + this.#site.ground.random.integer(AGE_HOURS_SPREAD)}h`;
  }

  #serviceAddress(): string {
    const number = FIRST_SERVICE + this.#services++;
    return `10.${96 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  }
}

/** Among thousands of generated names two may be the same by chance: a name that is taken is drawn again. */
class GeneratedNames {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  next(owner: string): string {
    const name = `${owner}-${this.#random.suffix()}`;
    if (this.#taken.has(name)) return this.next(owner);
    this.#taken.add(name);
    return name;
  }
}

function labelsOf(app: App, name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': app.name, 'app.kubernetes.io/instance': name };
}

function pinnedTo(node: string) {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
}
