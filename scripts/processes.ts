// The launcher's two child processes: the simulated cluster and the dashboard's server.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SERVER_DIRECTORY } from './build.ts';
import { UsageError } from './options.ts';

const SERVER_READY_MS = 60_000;
const POLL_MS = 50;
/** A server that took the question and hangs is asked again. */
const ANSWER_MS = 5_000;

export interface SimulatedCluster {
  process: ChildProcess;
  kubeconfig: string;
  scenario: string;
  /** HTTPS address of the owner's control endpoint. */
  control: string;
}

/** Starts lib/sim as a process of its own; it ends when this one does. */
export function startSimulatedCluster(
  root: string,
  options: {
    scenario: string;
    size?: { nodes?: number; pods?: number };
    clock: string;
    directory: string;
    seed?: number;
  },
): Promise<SimulatedCluster> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const args = [
    '--disable-warning=ExperimentalWarning',
    join(root, 'lib/sim/main.ts'),
    '--scenario',
    options.scenario,
    ...Object.entries(options.size ?? {}).flatMap(([name, count]) => [`--${name}`, String(count)]),
    '--clock',
    options.clock,
    '--dir',
    options.directory,
    ...(options.seed === undefined ? [] : ['--seed', String(options.seed)]),
    '--with-parent',
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-4_000);
    });
    child.on('error', reject);
    child.once('exit', (code) =>
      reject(new UsageError(complaint.trim() || `the simulated cluster ended with code ${code}.`)),
    );
    createInterface({ input: child.stdout }).once('line', (line) => {
      child.stderr.pipe(process.stderr);
      const ready = JSON.parse(line) as { kubeconfig: string; scenario: string; control: string };
      resolve({ process: child, kubeconfig: ready.kubeconfig, scenario: ready.scenario, control: ready.control });
    });
  });
}

/** Fails early, and clearly, where the port is taken or the address is not this machine's. */
export function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new UsageError(`port ${port} is taken: end what listens there, or choose another with --port N.`));
      else if (error.code === 'EACCES')
        reject(new UsageError(`port ${port} needs more rights: choose one above 1023 with --port N.`));
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        reject(new UsageError(`${host} is no address of this machine: choose one with --host ADDR.`));
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

export interface ServerSettings {
  host: string;
  port: number;
  /** The port browsers use, where something relays it to `port`. */
  publicPort?: number;
  kubeconfig: string;
  context: string | null;
  build: string;
  dev: boolean;
  /** As `--registries` and `--registry-mirror` take them; without, the server's own default. */
  registries?: string | null;
  registryMirror?: string | null;
  /** As `--prometheus` takes it. */
  prometheus?: string | null;
  /** As `--history-mib` takes it; without, the server's own default. */
  historyMib?: string | null;
  /** As `--operator` takes it; without, the server's own default. */
  operator?: string | null;
}

export function startServer(root: string, settings: ServerSettings): ChildProcess {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: settings.host,
    PORT: String(settings.port),
    BRAMBLE_HOST: settings.host,
    BRAMBLE_PORT: String(settings.publicPort ?? settings.port),
    BRAMBLE_KUBECONFIG: settings.kubeconfig,
    BRAMBLE_CONTEXT: settings.context ?? '',
    BRAMBLE_BUILD: settings.build,
    BRAMBLE_REGISTRIES: settings.registries ?? '',
    BRAMBLE_REGISTRY_MIRROR: settings.registryMirror ?? '',
    BRAMBLE_PROMETHEUS: settings.prometheus ?? '',
    BRAMBLE_HISTORY_MIB: settings.historyMib ?? '',
    BRAMBLE_OPERATOR: settings.operator ?? '',
  };
  const stdio = ['ignore', settings.dev ? 'inherit' : 'ignore', 'inherit'] as const;
  if (settings.dev) {
    const next = join(root, 'node_modules/next/dist/bin/next');
    return spawn(process.execPath, [next, 'dev', '--hostname', settings.host, '--port', String(settings.port)], {
      cwd: root,
      env,
      stdio: [...stdio],
    });
  }
  const flags = ['--max-semi-space-size=8', '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...flags, 'server.js'], {
    cwd: join(root, SERVER_DIRECTORY),
    env,
    stdio: [...stdio],
  });
}

/** Resolves once the server answers its health route; rejects when it ends or takes too long. */
export async function untilServes(child: ChildProcess, host: string, port: number): Promise<void> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/api/health`;
  const deadline = Date.now() + SERVER_READY_MS;
  for (;;) {
    if (child.exitCode !== null)
      throw new UsageError(`the dashboard's server ended with code ${child.exitCode}; what it printed above says why.`);
    const answered = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    if (Date.now() > deadline)
      throw new UsageError(`the dashboard's server did not answer within ${SERVER_READY_MS / 1000} s.`);
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
}
