// For tests: a hub on a simulated cluster of its own, as the server has one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rows } from '#lib/model/stream.ts';
import { ClusterSource } from '#lib/server/cluster-source.ts';
import { Hub, type HubOptions } from '#lib/server/live/hub.ts';
import { setHub } from '#lib/server/live/running-hub.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
import { type Cluster, createCluster } from '#lib/sim/index.ts';

const SETTLED_WITHIN_MS = 10_000;
const SEED = 1;
const TALK = 'kubecon-2017';

type Clock = Parameters<typeof createCluster>[0]['clock'];
type SimulatedUser = Parameters<Cluster['kubeconfig']>[0];

export class HubOnCluster {
  cluster: Cluster;
  readonly #directory: string;
  #hub: Hub | null = null;

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.#directory = mkdtempSync(join(tmpdir(), 'bramble-hub-'));
  }

  /** A cluster, with the talk's boards unless a scenario is named; its hub comes with `begin`. */
  static async start(clock: Clock = { kind: 'paused' }, scenario = TALK): Promise<HubOnCluster> {
    return new HubOnCluster(await createCluster({ scenario, clock, seed: SEED }));
  }

  /** A hub that has just been started, with the permissions of a user of the cluster; one that ran before is stopped. */
  begin(user?: SimulatedUser, options: HubOptions = {}): Promise<Hub> {
    return this.beginAs(this.cluster.kubeconfig(user), options);
  }

  /** The same by a kubeconfig of the cluster, as YAML. */
  async beginAs(kubeconfig: string, options: HubOptions = {}): Promise<Hub> {
    await this.#hub?.stop();
    writeFileSync(this.#file, kubeconfig);
    const source = new ClusterSource({ kubeconfig: this.#file, context: undefined });
    const hub = new Hub(await source.load(), 'build-1', { reload: () => source.reload(), ...options });
    this.#hub = hub;
    setHub(hub);
    hub.start();
    return hub;
  }

  /** The same, once the cluster has been read. */
  async beginSettled(user?: SimulatedUser, options: HubOptions = {}): Promise<Hub> {
    const hub = await this.begin(user, options);
    await hub.whenSettled(SETTLED_WITHIN_MS);
    return hub;
  }

  /** Another cluster, of another seed, in the kubeconfig that the hub reads. */
  async replaceCluster(seed: number): Promise<void> {
    await this.cluster.close();
    this.cluster = await createCluster({ scenario: TALK, clock: { kind: 'paused' }, seed });
    writeFileSync(this.#file, this.cluster.kubeconfig());
  }

  async end(): Promise<void> {
    await this.#hub?.stop();
    await this.cluster.close();
    rmSync(this.#directory, { recursive: true });
  }

  get #file(): string {
    return join(this.#directory, 'kubeconfig');
  }
}

/** Of the hub that runs. */
export async function rowsOf(topic: string): Promise<Rows> {
  const frame = await snapshotOf(topic);
  if (frame === null) throw new Error(`no topic ${topic}`);
  return frame.rows;
}
