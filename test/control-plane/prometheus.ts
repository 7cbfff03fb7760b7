// A real Prometheus on loopback that scrapes what kwok serves for each board; it may be killed, and goes on with its data.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeList } from 'kubernetes-types/core/v1';
import { stringify } from 'yaml';
import { type Kubectl, must } from '../support/kubectl.ts';
import { Daemon, freePorts } from './daemon.ts';
import { type Watchdog, watchdogOver } from './watchdog.ts';

/** One target each: kwok serves every node's metrics at a path of its own. */
interface Scraped {
  node: string;
  port: number;
}

export const SCRAPE_SECONDS = 1;

export class PrometheusServer {
  readonly url: string;
  readonly #program: string;
  readonly #directory: string;
  readonly #watchdog: Watchdog;
  #daemon: Daemon | null = null;

  private constructor(program: string, port: number) {
    this.#program = program;
    this.url = `http://127.0.0.1:${port}`;
    this.#directory = mkdtempSync(join(tmpdir(), 'bramble-prometheus-'));
    this.#watchdog = watchdogOver(this.#directory);
  }

  /** That scrapes the boards there are. */
  static async start(program: string, kubectl: Kubectl): Promise<PrometheusServer> {
    const scraped = await kubelets(kubectl);
    const [port = 0] = await freePorts(1);
    const server = new PrometheusServer(program, port);
    writeFileSync(join(server.#directory, 'prometheus.yml'), stringify(configurationOf(scraped)));
    await server.start();
    return server;
  }

  /** Again, with the data it had. */
  async start(): Promise<void> {
    const { host } = new URL(this.url);
    const args = [
      `--config.file=${join(this.#directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(this.#directory, 'data')}`,
      `--web.listen-address=${host}`,
    ];
    const daemon = new Daemon('prometheus', this.#program, args, join(this.#directory, 'prometheus.log'));
    this.#daemon = daemon;
    if (daemon.pid !== undefined) this.#watchdog.guard(daemon.pid);
    await daemon.untilReady(async () => (await fetch(`${this.url}/-/ready`)).ok);
  }

  /** As when its board loses power. */
  async kill(): Promise<void> {
    this.#daemon?.signal('SIGKILL');
    await this.#daemon?.stop();
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
    this.#watchdog.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Where each board's kubelet is said to listen. */
async function kubelets(kubectl: Kubectl): Promise<Scraped[]> {
  const { items } = JSON.parse(await must(kubectl(['get', 'nodes', '-o', 'json']))) as NodeList;
  return items.map(({ metadata, status }) => ({
    node: metadata?.name ?? '',
    port: status?.daemonEndpoints?.kubeletEndpoint?.Port ?? 0,
  }));
}

function configurationOf(scraped: readonly Scraped[]): object {
  const targets = scraped.map(({ node, port }) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { node, __metrics_path__: `/metrics/nodes/${node}/metrics/resource` },
  }));
  return {
    global: { scrape_interval: `${SCRAPE_SECONDS}s`, scrape_timeout: `${SCRAPE_SECONDS}s` },
    scrape_configs: [{ job_name: 'resource', honor_labels: true, static_configs: targets }],
  };
}
