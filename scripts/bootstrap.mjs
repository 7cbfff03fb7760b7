// Plain JavaScript that any Node from 20 on can run: brings the locked dependencies and the Node 24 that runs the rest.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const HOST_NODE_MIN = 20;
const NODE_MIN = 24;

/** Ends the process with one line that says what to do. */
export function fail(message) {
  process.stderr.write(`bramble: ${message}\n`);
  process.exit(1);
}

function majorOf(version) {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}

export function requireHostNode() {
  if (majorOf(process.version) < HOST_NODE_MIN) {
    fail(`Node ${process.version} is too old: install Node ${HOST_NODE_MIN} or newer and run the command again.`);
  }
}

/** Installs what package-lock.json names, unless exactly that is installed already. */
export function ensureDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stampFile = join(root, 'node_modules', '.bramble-lock');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  process.stderr.write('bramble: installing the locked dependencies (once) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
    env: { ...process.env, NODE_ENV: undefined, npm_config_omit: undefined },
  });
  if (run.status !== 0) fail('npm ci failed; what it printed above says why. Mend that and run the command again.');
  writeFileSync(stampFile, wanted);
}

/** Path of a Node that runs TypeScript and the dashboard: the one from the dependencies, or the host's own. */
export function findNode() {
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  if (majorOf(process.version) >= NODE_MIN) return process.execPath;
  return fail(
    `this platform (${process.platform} ${process.arch}) has no bundled Node: install Node ${NODE_MIN} or newer, then run the command again.`,
  );
}

/** Runs a program to its end with this terminal, passing signals on; never returns. */
export function become(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: process.env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
