// Seeded changes of a cluster: pods come, go and are labelled, boards are cordoned and tainted, and two ticks count on.
import type { Node } from 'kubernetes-types/core/v1';
import type { Random } from '#lib/sim/random.ts';
import type { Direct } from './direct.ts';

const PERIOD_MS = 200;
const PODS_LEAST = 3;
const PODS_MOST = 20;
const TAINT = 'soak';
const PODS = '/api/v1/namespaces/default/pods';
const TICKER = 'soak-ticker';
export const TICK = 'soak/tick';
export const TICKER_KEY = `default/${TICKER}`;

/** When each tick was written, so that a page that does not show it yet is as old as that. */
export interface Tick {
  number: number;
  atMs: number;
}

export class Writes {
  readonly #direct: Direct;
  readonly #random: Random;
  readonly ticks: Tick[] = [];
  count = 0;
  #names: string[] = [];
  #made = 0;
  #going: Promise<void> | null = null;
  #stopped = false;

  constructor(direct: Direct, random: Random) {
    this.#direct = direct;
    this.#random = random;
  }

  /** What there is of ours in the cluster that answers now, and the pod that ticks. */
  async adopt(): Promise<string> {
    const pods = (await this.#direct.items(PODS)) as { metadata: { name: string } }[];
    const ours = pods.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('soak-'));
    this.#names = ours.filter((name) => name !== TICKER);
    if (!ours.includes(TICKER)) await this.#direct.ask('POST', PODS, pod(TICKER, undefined));
    return this.#node();
  }

  start(): void {
    this.#stopped = false;
    this.#going = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#going;
    this.#going = null;
  }

  /** A count that the page has to show, on a node and on a pod. */
  async tick(): Promise<Tick> {
    const tick = { number: (this.ticks.at(-1)?.number ?? 0) + 1, atMs: Date.now() };
    const value = String(tick.number);
    await this.#direct.ask('PATCH', `/api/v1/nodes/${await this.#node()}`, {
      metadata: { annotations: { [TICK]: value } },
    });
    await this.#direct.ask('PATCH', `${PODS}/${TICKER}`, { metadata: { labels: { [TICK]: value } } });
    this.ticks.push(tick);
    return tick;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const startMs = Date.now();
      await this.#write();
      await this.tick();
      const restMs = PERIOD_MS - (Date.now() - startMs);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }

  async #write(): Promise<void> {
    this.count += 1;
    const roll = this.#random.integer(10);
    if (this.#names.length < PODS_LEAST || (roll < 4 && this.#names.length < PODS_MOST)) return this.#create();
    if (roll < 6) return this.#delete();
    if (roll < 8) return this.#label();
    return this.#mark(roll === 8);
  }

  async #create(): Promise<void> {
    const name = `soak-${Date.now().toString(36)}-${this.#made++}`;
    const nodes = await this.#nodes();
    const node = nodes[this.#random.integer(nodes.length)]?.metadata?.name;
    await this.#direct.ask('POST', PODS, pod(name, this.#random.integer(2) === 0 ? node : undefined));
    this.#names.push(name);
  }

  async #delete(): Promise<void> {
    const [name] = this.#names.splice(this.#random.integer(this.#names.length), 1);
    await this.#direct.ask('DELETE', `${PODS}/${name}?gracePeriodSeconds=0`);
  }

  async #label(): Promise<void> {
    const name = this.#names[this.#random.integer(this.#names.length)];
    const labels = { colour: String(this.#random.integer(1_000)) };
    await this.#direct.ask('PATCH', `${PODS}/${name}`, { metadata: { labels } });
  }

  /** Nothing that moves pods away: PreferNoSchedule, or a cordon. */
  async #mark(cordon: boolean): Promise<void> {
    const nodes = await this.#nodes();
    const node = nodes[this.#random.integer(nodes.length)];
    const taints = node?.spec?.taints ?? [];
    const without = taints.filter(({ key }) => key !== TAINT);
    const changed = without.length < taints.length ? without : [...taints, { key: TAINT, effect: 'PreferNoSchedule' }];
    const spec = cordon ? { unschedulable: node?.spec?.unschedulable !== true } : { taints: changed };
    const { resourceVersion } = node?.metadata ?? {};
    // Controllers write taints too: theirs must not be undone, so a conflict is simply no change.
    await this.#direct
      .ask('PATCH', `/api/v1/nodes/${node?.metadata?.name}`, { metadata: { resourceVersion }, spec })
      .catch((error: unknown) => {
        if (!String(error).includes(': 409 ')) throw error;
      });
  }

  async #node(): Promise<string> {
    return (await this.#nodes())[0]?.metadata?.name ?? '';
  }

  async #nodes(): Promise<Node[]> {
    return (await this.#direct.items('/api/v1/nodes')) as Node[];
  }
}

function pod(name: string, nodeName: string | undefined): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      ...(nodeName === undefined ? {} : { nodeName }),
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'c', image: 'nginx' }],
    },
  };
}
