// Builds the dashboard when its sources changed since the last build; the result is a folder that runs by itself.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_DIRECTORY } from '#lib/stack/manifests.ts';
import { UsageError } from './options.ts';

/** What a build depends on. lib/sim is not part of it: it runs beside the dashboard, never inside. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
];
const NOT_BUILT = [join('lib', 'sim')];

const STAMP = join('.next', 'bramble-build');
export const SERVER_DIRECTORY = join('.next', 'standalone');

/** Identity of the sources: changes with any byte that a build depends on. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of SOURCES) addPath(hash, root, path);
  return hash.digest('hex').slice(0, 16);
}

function addPath(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const full = join(root, path);
  if (NOT_BUILT.includes(path) || path.endsWith('.test.ts') || !existsSync(full)) return;
  const entries = readdirOrNull(full);
  if (entries === null) hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  else for (const entry of entries.sort()) addPath(hash, root, join(path, entry));
}

function readdirOrNull(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Builds unless the sources are the ones built last; resolves to the build's identity. */
export async function ensureBuild(root: string, say: (line: string) => void): Promise<string> {
  const wanted = sourceHash(root);
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return wanted;
  say('building the dashboard (once, about half a minute) ...');
  rmSync(stamp, { force: true });
  await nextBuild(root, wanted);
  const target = join(root, SERVER_DIRECTORY);
  cpSync(join(root, '.next', 'static'), join(target, '.next', 'static'), { recursive: true });
  if (existsSync(join(root, 'public'))) cpSync(join(root, 'public'), join(target, 'public'), { recursive: true });
  copyManifests(join(root, STACK_DIRECTORY), join(target, STACK_DIRECTORY));
  writeFileSync(stamp, wanted);
  return wanted;
}

/** They are read as files: no bundler knows of them. */
function copyManifests(from: string, to: string): void {
  const isWanted = (path: string) => statSync(path).isDirectory() || path.endsWith('.yaml');
  cpSync(from, to, { recursive: true, filter: isWanted });
}

function nextBuild(root: string, build: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', BRAMBLE_BUILD: build },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(output);
      reject(new UsageError('the build failed; what it printed above says why.'));
    });
  });
}
