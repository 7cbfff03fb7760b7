// One process of the control plane: started with its log in a file, awaited until it answers, ended for sure.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const READY_MS = 60_000;
const PATIENCE_MS = 10_000;
const LOG_TAIL = 2_000;

export class Daemon {
  readonly name: string;
  readonly #log: string;
  readonly #child: ChildProcess;
  #failure = '';

  constructor(name: string, path: string, args: readonly string[], log: string) {
    this.name = name;
    this.#log = log;
    const file = openSync(log, 'a');
    this.#child = spawn(path, args, { stdio: ['ignore', file, file] });
    closeSync(file);
    this.#child.on('error', (error) => {
      this.#failure = error.message;
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves once `isReady` says so; rejects with the end of the log where the process ends or takes a minute. */
  async untilReady(isReady: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await isReady().catch(() => false))) {
      if (!this.isRunning) throw new Error(`${this.name} ended: ${this.#tail()}`);
      if (Date.now() > deadline) throw new Error(`${this.name} was not ready in ${READY_MS / 1000} s: ${this.#tail()}`);
      await delay(POLL_MS);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    // A process that was stopped to play dead does not hear of its end before it goes on.
    this.#child.kill('SIGCONT');
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    await gone;
    clearTimeout(timer);
  }

  #tail(): string {
    return `${this.#failure}${readFileSync(this.#log, 'utf8').slice(-LOG_TAIL)}`;
  }
}

/** That many ports of the loopback address that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening() {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
