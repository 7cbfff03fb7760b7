// Builds a real control plane from pinned Go modules, once: the binaries are kept outside the tree, by the hash of go.sum,
// and this directory's own ones by the hash of their sources as well.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const KUBERNETES = 'v1.37.2';
const HASH_LENGTH = 16;

/** Name of each binary and the package it is built from; `./` ones are this directory's own. */
const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
  'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server',
  'sample-apiserver': 'k8s.io/sample-apiserver',
  'prometheus-adapter': 'sigs.k8s.io/prometheus-adapter/cmd/adapter',
  'metrics-adapter': './adapter',
  oracle: './oracle',
} as const;

export type Program = keyof typeof PACKAGES;

/** Made for older libraries of Kubernetes: pinned by a module of its own, in the folder of its name. */
const OWN_MODULE: Program = 'prometheus-adapter';

export interface Binaries {
  /** Where they lie. */
  directory: string;
  /** kwok's own stages and metrics, which come with its module. */
  kwokConfiguration: string;
}

export const MODULE_DIRECTORY = import.meta.dirname;

/** Builds what is missing (eleven minutes where nothing is); null where there is no Go, with the reason said. */
export function controlPlaneBinaries(say: (line: string) => void): Binaries | null {
  if (spawnSync('go', ['version']).status !== 0) {
    say('there is no Go here, which builds the real control plane.');
    return null;
  }
  const directory = cacheDirectory();
  mkdirSync(directory, { recursive: true });
  const missing = (Object.keys(PACKAGES) as Program[]).filter((program) => !existsSync(pathOf(directory, program)));
  if (missing.length > 0)
    say(`building ${missing.join(', ')} of Kubernetes ${KUBERNETES} (once; all of it takes eleven minutes) ...`);
  for (const [index, program] of missing.entries()) {
    // The larger ones take minutes, in which the compiler says nothing.
    say(`  ${index + 1} of ${missing.length}: ${program} ...`);
    build(program, directory, say);
  }
  return { directory, kwokConfiguration: join(moduleDirectory('sigs.k8s.io/kwok'), 'kustomize') };
}

/** Where a program lies. */
export function programPath({ directory }: Binaries, program: Program): string {
  return pathOf(directory, program);
}

function cacheDirectory(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'bramble', `control-plane-${hashOf(['go.sum'])}`);
}

/** Programs of this directory change more often than the modules: each version has a name of its own. */
function pathOf(directory: string, program: Program): string {
  const source = program === OWN_MODULE ? OWN_MODULE : PACKAGES[program];
  if (source !== OWN_MODULE && !source.startsWith('./')) return join(directory, program);
  const files = readdirSync(join(MODULE_DIRECTORY, source)).sort();
  return join(directory, `${program}-${hashOf(files.map((file) => join(source, file)))}`);
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(MODULE_DIRECTORY, file)));
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

function build(program: Program, directory: string, say: (line: string) => void): void {
  const began = performance.now();
  const path = pathOf(directory, program);
  const partial = `${path}.${process.pid}`;
  const args = ['build', '-trimpath', '-ldflags', linkerFlags(), '-o', partial, PACKAGES[program]];
  go(args, 'inherit', program === OWN_MODULE ? OWN_MODULE : '.');
  renameSync(partial, path);
  say(`  ${program} took ${Math.round((performance.now() - began) / 1000)} s`);
}

/** Without these the server calls itself v0.0.0-master, and kubectl warns of skew. */
function linkerFlags(): string {
  const [major = '', minor = ''] = KUBERNETES.slice(1).split('.');
  const values = { gitVersion: KUBERNETES, gitMajor: major, gitMinor: minor };
  const stamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((place) =>
    Object.entries(values).map(([name, value]) => `-X ${place}.${name}=${value}`),
  );
  return ['-s', '-w', ...stamps].join(' ');
}

function moduleDirectory(module: string): string {
  return go(['list', '-m', '-f', '{{.Dir}}', module], 'pipe').trim();
}

function go(args: readonly string[], output: 'inherit' | 'pipe', module = '.'): string {
  const env = { ...process.env, CGO_ENABLED: '0' };
  const run = spawnSync('go', args, {
    cwd: join(MODULE_DIRECTORY, module),
    env,
    encoding: 'utf8',
    stdio: ['ignore', output, 'inherit'],
  });
  if (run.status !== 0) throw new Error(`go ${args[0]} ended with ${run.status}; what it printed above says why.`);
  return run.stdout ?? '';
}
