// Ends what a test that was killed can no longer end: a shell that outlives it by a moment.
import { spawn } from 'node:child_process';

/** Reads pids, one a line. Its input ends with the process that holds it: then it kills them and removes the folder. */
const SCRIPT = 'pids=; while read -r pid; do pids="$pids $pid"; done; [ -z "$pids" ] || kill -9 $pids; rm -rf "$0"';

export interface Watchdog {
  guard(pid: number): void;
  /** After everything it guards has ended. */
  stop(): void;
}

export function watchdogOver(directory: string): Watchdog {
  // In a group of its own: Ctrl-C ends the tests in order, and not this.
  const shell = spawn('/bin/sh', ['-c', SCRIPT, directory], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.unref();
  return {
    guard: (pid) => {
      shell.stdin.write(`${pid}\n`);
    },
    stop: () => {
      shell.kill('SIGKILL');
    },
  };
}
