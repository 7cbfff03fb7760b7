// A real control plane for tests: etcd, API server, controller manager and scheduler as processes on loopback,
// with certificates of their own in a temporary folder. Stopped, it leaves nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { answersOk, clientOf } from './ask.ts';
import { Authority, type Certificate, tokenKeys } from './authority.ts';
import { type Binaries, type Program, programPath } from './binaries.ts';
import { Daemon, freePorts } from './daemon.ts';
import type { Command, PodNetwork } from './pod-network.ts';
import { type Watchdog, watchdogOver } from './watchdog.ts';

const SERVICE_RANGE = '10.96.0.0/16';
/** Of a range for documentation: the `kubernetes` service has no endpoint, and nothing is ever sent there. */
const ADVERTISED = '192.0.2.10';

export interface ControlPlaneOptions {
  /** Added to each program's own flags. */
  flags?: Partial<Record<'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler', readonly string[]>>;
  /** Where all of it runs; without one on this machine itself. It is stopped by whoever made it, after the control plane. */
  network?: PodNetwork;
}

export class ControlPlane {
  readonly directory: string;
  readonly url: string;
  readonly etcdUrl: string;
  readonly #binaries: Binaries;
  readonly #authority: Authority;
  readonly #network: PodNetwork | null;
  readonly #daemons: Daemon[] = [];
  readonly #watchdog: Watchdog;

  private constructor(
    binaries: Binaries,
    authority: Authority,
    ports: { api: number; etcd: number },
    network: PodNetwork | null,
  ) {
    this.#binaries = binaries;
    this.#authority = authority;
    this.#network = network;
    this.directory = mkdtempSync(join(tmpdir(), 'bramble-control-plane-'));
    this.#watchdog = watchdogOver(this.directory);
    this.url = `https://127.0.0.1:${ports.api}`;
    this.etcdUrl = `http://127.0.0.1:${ports.etcd}`;
  }

  /** Ready some five seconds later. */
  static async start(binaries: Binaries, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const [api = 0, etcd = 0, peer = 0, manager = 0, scheduler = 0] = await freePorts(5);
    const authority = await Authority.create('bramble-test-ca');
    const plane = new ControlPlane(binaries, authority, { api, etcd }, options.network ?? null);
    try {
      for (const port of [api, etcd, scheduler]) await plane.reach(port);
      await plane.#writeKeys();
      await plane.#startEtcd(peer);
      await plane.#startApi(api, options.flags?.['kube-apiserver'] ?? []);
      await plane.#startManager(manager, options.flags?.['kube-controller-manager'] ?? []);
      await plane.#startScheduler(scheduler, options.flags?.['kube-scheduler'] ?? []);
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  /** Path of a kubeconfig for a user of that name and those groups. */
  async kubeconfig(user: string, groups: readonly string[] = []): Promise<string> {
    const path = join(this.directory, `${user.replaceAll(/[^\w-]/g, '-')}.kubeconfig`);
    const client = await this.#authority.client(user, groups);
    writeFileSync(path, stringify(kubeconfigOf(this.url, this.#authority.pem, client)), { mode: 0o600 });
    return path;
  }

  admin(): Promise<string> {
    return this.kubeconfig('bramble-admin', ['system:masters']);
  }

  /** Another process beside the control plane's own; ended with it. */
  run(program: Program, args: readonly string[], name: string = program): Daemon {
    return this.runCommand({ path: programPath(this.#binaries, program), args }, name);
  }

  /** The same for a program of the machine's own. */
  runCommand(command: Command, name: string): Daemon {
    const log = join(this.directory, `${name}.log`);
    const { path, args } = this.#network?.within(command) ?? command;
    const daemon = new Daemon(name, path, args, log);
    this.#daemons.push(daemon);
    if (daemon.pid !== undefined) this.#watchdog.guard(daemon.pid);
    return daemon;
  }

  /** Where kubelets' place is taken: in a network of its own the addresses of its boards are theirs. */
  get kubeletAddress(): string {
    return this.#network === null ? '127.0.0.1' : '0.0.0.0';
  }

  /** Makes a port of the loopback address that its programs listen on one of this machine. */
  async reach(port: number): Promise<void> {
    await this.#network?.open(port);
  }

  /** The running program of that name, to play dead or to be ended. */
  daemon(name: string): Daemon {
    const daemon = this.#daemons.find((candidate) => candidate.name === name);
    if (daemon === undefined) throw new Error(`the control plane runs no ${name}`);
    return daemon;
  }

  async stop(): Promise<void> {
    // The last started first: nothing complains of what it stands on.
    for (const daemon of this.#daemons.splice(0).reverse()) await daemon.stop();
    this.#watchdog.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.directory, name);
  }

  #write(name: string, text: string): void {
    writeFileSync(this.#path(name), text, { mode: 0o600 });
  }

  async #writeKeys(): Promise<void> {
    const pair = (name: string, { cert, key }: Certificate) => {
      this.#write(`${name}.crt`, cert);
      this.#write(`${name}.key`, key);
    };
    // An authority of its own: aggregated servers would take the proxy for an administrator otherwise.
    const proxies = await Authority.create('bramble-test-proxy-ca');
    const tokens = await tokenKeys();
    pair('ca', { cert: this.#authority.pem, key: await this.#authority.keyPem() });
    pair('apiserver', await this.#authority.server());
    pair('proxy', await proxies.client('front-proxy-client'));
    this.#write('proxy-ca.crt', proxies.pem);
    this.#write('sa.pub', tokens.publicKey);
    this.#write('sa.key', tokens.privateKey);
  }

  async #startEtcd(peer: number): Promise<void> {
    const data = this.#path('etcd');
    mkdirSync(data, { mode: 0o700 });
    const peerUrl = `http://127.0.0.1:${peer}`;
    const etcd = this.run('etcd', [
      '--unsafe-no-fsync',
      `--data-dir=${data}`,
      `--listen-client-urls=${this.etcdUrl}`,
      `--advertise-client-urls=${this.etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
    ]);
    await etcd.untilReady(async () => (await fetch(`${this.etcdUrl}/health`)).ok);
  }

  async #startApi(port: number, flags: readonly string[]): Promise<void> {
    const api = this.run('kube-apiserver', [
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--advertise-address=${ADVERTISED}`,
      '--endpoint-reconciler-type=none',
      '--authorization-mode=Node,RBAC',
      // As kubeadm starts it: network agents need it.
      '--allow-privileged=true',
      `--client-ca-file=${this.#path('ca.crt')}`,
      `--tls-cert-file=${this.#path('apiserver.crt')}`,
      `--tls-private-key-file=${this.#path('apiserver.key')}`,
      `--service-account-key-file=${this.#path('sa.pub')}`,
      `--service-account-signing-key-file=${this.#path('sa.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      `--requestheader-client-ca-file=${this.#path('proxy-ca.crt')}`,
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${this.#path('proxy.crt')}`,
      `--proxy-client-key-file=${this.#path('proxy.key')}`,
      `--etcd-servers=${this.etcdUrl}`,
      ...flags,
    ]);
    const client = await clientOf(this.#authority);
    await api.untilReady(() => answersOk(`${this.url}/readyz`, client));
  }

  async #startManager(port: number, flags: readonly string[]): Promise<void> {
    const kubeconfig = await this.kubeconfig('system:kube-controller-manager');
    const manager = this.run('kube-controller-manager', [
      ...identified(kubeconfig),
      '--use-service-account-credentials',
      '--leader-elect=false',
      `--service-account-private-key-file=${this.#path('sa.key')}`,
      `--root-ca-file=${this.#path('ca.crt')}`,
      `--cluster-signing-cert-file=${this.#path('ca.crt')}`,
      `--cluster-signing-key-file=${this.#path('ca.key')}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      ...flags,
    ]);
    const client = await clientOf(this.#authority);
    // Its first deed that others wait for: no pod is admitted to a namespace without this account.
    const account = `${this.url}/api/v1/namespaces/default/serviceaccounts/default`;
    await manager.untilReady(() => answersOk(account, client));
  }

  async #startScheduler(port: number, flags: readonly string[]): Promise<void> {
    const kubeconfig = await this.kubeconfig('system:kube-scheduler');
    const args = [
      ...identified(kubeconfig),
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
    ];
    const scheduler = this.run('kube-scheduler', [...args, ...flags]);
    const client = await clientOf(this.#authority);
    await scheduler.untilReady(() => answersOk(`https://127.0.0.1:${port}/readyz`, { ...client, anyServer: true }));
  }
}

function identified(kubeconfig: string): string[] {
  return ['', 'authentication-', 'authorization-'].map((what) => `--${what}kubeconfig=${kubeconfig}`);
}

function kubeconfigOf(server: string, ca: string, { cert, key }: Certificate): object {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'real',
    clusters: [{ name: 'real', cluster: { server, 'certificate-authority-data': encoded(ca) } }],
    users: [{ name: 'user', user: { 'client-certificate-data': encoded(cert), 'client-key-data': encoded(key) } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'user' } }],
  };
}
