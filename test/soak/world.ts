// Everything a soak needs: two clusters, a way to them that fails on demand, and the dashboard's hub at its end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ClusterSource } from '#lib/server/cluster-source.ts';
import { Hub } from '#lib/server/live/hub.ts';
import { Random } from '#lib/sim/random.ts';
import { type Upstream, upstreamOf } from '../support/fault-gate.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { Direct } from './direct.ts';
import { View } from './view.ts';
import { Writes } from './writes.ts';

/** How the dashboard signs in: a token in the kubeconfig, in a file of its own, or from a plugin. */
export type Credentials = 'kubeconfig' | 'file' | 'plugin';

export class World {
  readonly proxy: FaultProxy;
  readonly direct: Direct;
  readonly writes: Writes;
  readonly random: Random;
  readonly hub: Hub;
  readonly view: View;
  /** Node whose annotation ticks. */
  ticker = '';
  credentials: Credentials = 'kubeconfig';
  readonly #upstreams: Upstream[];
  readonly #directory: string;
  #tokens = 0;

  private constructor(
    parts: { proxy: FaultProxy; upstreams: Upstream[]; hub: Hub; view: View; directory: string; direct: Direct },
    random: Random,
  ) {
    this.proxy = parts.proxy;
    this.hub = parts.hub;
    this.view = parts.view;
    this.direct = parts.direct;
    this.#upstreams = parts.upstreams;
    this.#directory = parts.directory;
    this.random = random;
    this.writes = new Writes(parts.direct, random);
  }

  /** Of clusters with boards of the same names. */
  static async start(kubeconfigs: readonly string[], seed: number): Promise<World> {
    const upstreams = await Promise.all(kubeconfigs.map(upstreamOf));
    const [first] = upstreams;
    if (first === undefined) throw new Error('a soak needs a cluster');
    const proxy = await FaultProxy.start(first);
    const directory = mkdtempSync(join(tmpdir(), 'bramble-soak-'));
    writeKubeconfig(directory, proxy, 'kubeconfig');
    const kubeconfig = join(directory, 'kubeconfig');
    const source = new ClusterSource({ kubeconfig, context: undefined });
    const hub = new Hub(await source.load(), 'soak', { reload: () => source.reload() });
    hub.start();
    await hub.whenSettled(20_000);
    const topics = ['overview', ...[...hub.cache.nodes.keys()].map((name) => `node/${name}`)];
    const direct = new Direct(first);
    const world = new World(
      { proxy, upstreams, hub, view: new View(hub, topics), directory, direct },
      new Random(seed),
    );
    world.ticker = await world.writes.adopt();
    return world;
  }

  /** Another cluster is behind the same address from now on. */
  async swap(): Promise<void> {
    this.#upstreams.push(...this.#upstreams.splice(0, 1));
    const [next] = this.#upstreams;
    if (next === undefined) return;
    this.direct.upstream = next;
    this.proxy.retarget(next);
    this.ticker = await this.writes.adopt();
  }

  expireToken(): void {
    this.#tokens += 1;
    this.proxy.gate.token = `token-${this.#tokens}`;
  }

  /** Gives the dashboard what is valid now, in the way it signs in, or from now on in another. */
  renewToken(credentials: Credentials = this.credentials): void {
    const changed = credentials !== this.credentials;
    this.credentials = credentials;
    writeFileSync(join(this.#directory, 'token'), `${this.proxy.gate.token}\n`, { mode: 0o600 });
    if (changed || credentials === 'kubeconfig') this.renewKubeconfig();
  }

  renewKubeconfig(): void {
    writeKubeconfig(this.#directory, this.proxy, this.credentials);
  }

  async stop(): Promise<void> {
    await this.writes.stop();
    await this.view.close();
    await this.hub.stop();
    await this.proxy.close();
    this.direct.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function writeKubeconfig(directory: string, proxy: FaultProxy, credentials: Credentials): void {
  const plugin = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: [
      '-c',
      `printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat ${directory}/token)"`,
    ],
    interactiveMode: 'Never',
  };
  const user =
    credentials === 'kubeconfig'
      ? { token: proxy.gate.token }
      : credentials === 'file'
        ? { tokenFile: 'token' }
        : { exec: plugin };
  const ca = Buffer.from(proxy.gate.ca).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'soak',
    clusters: [{ name: 'c', cluster: { server: proxy.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'soak', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(join(directory, 'kubeconfig'), stringify(config), { mode: 0o600 });
}
