// Finds a Prometheus for the tests: the one that is named, or Debian's package, unpacked and never installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = 'prometheus';

/** Path of the program, or null with the reason said. */
export function prometheusBinary(say: (line: string) => void): string | null {
  const given = process.env['BRAMBLE_PROMETHEUS_PROGRAM'];
  if (given !== undefined && existsSync(given)) return given;
  const directory = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bramble', 'prometheus');
  const program = join(directory, 'prometheus');
  if (existsSync(program)) return program;
  if (spawnSync('apt-get', ['--version']).status !== 0 || spawnSync('dpkg', ['--version']).status !== 0) {
    say(
      'no Prometheus is brought for this system: name one in BRAMBLE_PROMETHEUS_PROGRAM to run the tests that use it.',
    );
    return null;
  }
  say("fetching Debian's Prometheus (once, 19 MB) ...");
  mkdirSync(directory, { recursive: true });
  // Beside where it goes: a rename does not cross file systems.
  const work = mkdtempSync(join(directory, 'fetch-'));
  try {
    const problem = unpack(work);
    if (problem !== null) {
      say(`Debian's Prometheus cannot be had: ${problem}. Name one in BRAMBLE_PROMETHEUS_PROGRAM instead.`);
      return null;
    }
    renameSync(join(work, 'usr/bin/prometheus'), program);
    return program;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Null where it worked. */
function unpack(work: string): string | null {
  const fetched = spawnSync('apt-get', ['download', PACKAGE], { cwd: work, encoding: 'utf8' });
  const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (fetched.status !== 0 || archive === undefined) return lastLine(fetched.stderr) ?? 'apt-get download failed';
  const unpacked = spawnSync('dpkg', ['-x', archive, '.'], { cwd: work, encoding: 'utf8' });
  return unpacked.status === 0 ? null : (lastLine(unpacked.stderr) ?? 'dpkg -x failed');
}

function lastLine(text: string): string | null {
  return text.trim().split('\n').at(-1)?.trim() || null;
}
