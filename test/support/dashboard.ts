// The dashboard's real server, as a process of a test's own, on a free loopback port.
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { startServer, untilServes } from '#scripts/processes.ts';
import { endProcess } from './end-process.ts';
import { root } from './simulated-cluster.ts';

export interface Dashboard {
  url: string;
  port: number;
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Milliseconds from SIGTERM to its end. */
  stop(): Promise<number>;
}

export async function startDashboard(options: {
  kubeconfig: string;
  context?: string;
  publicPort?: number;
  host?: string;
  /** Of one outside the cluster. */
  prometheus?: string;
}): Promise<Dashboard> {
  const port = await freePort();
  const host = options.host ?? '127.0.0.1';
  // A simulated cluster has a registry of its own; tests ask nobody else.
  const registries = readFileSync(options.kubeconfig, 'utf8').includes('bramble/simulated') ? null : 'off';
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = startServer(root, {
      host,
      port,
      kubeconfig: options.kubeconfig,
      context: options.context ?? null,
      build: 'test',
      dev: false,
      registries,
      prometheus: options.prometheus ?? null,
      ...(options.publicPort === undefined ? {} : { publicPort: options.publicPort }),
    });
    await untilServes(child, host, port);
  };
  const end = (signal: NodeJS.Signals): Promise<number> =>
    child === null ? Promise.resolve(0) : endProcess(child, signal);
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    kill: async () => void (await end('SIGKILL')),
    start,
    stop: () => end('SIGTERM'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
