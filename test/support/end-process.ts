// Ends a process a test started, and waits until it is gone.
import type { ChildProcess } from 'node:child_process';

const PATIENCE_MS = 10_000;

/** Resolves with the milliseconds it took; a process that ignores SIGTERM is an error, after being killed. */
export function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(0);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`process ${child.pid} was still running ${PATIENCE_MS} ms after ${signal}`));
    }, PATIENCE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(performance.now() - began);
    });
    child.kill(signal);
  });
}
