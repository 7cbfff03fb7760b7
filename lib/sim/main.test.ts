// The simulated cluster as a process: its one line, its errors, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bramble-test-'));
});

afterAll(() => rm(directory, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

function start(args: string[]): { child: ChildProcess; ended: Promise<Ended>; ready: Promise<string> } {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes('\n')) resolve(out);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, errors })));
  return { child, ended, ready };
}

describe('the process', () => {
  it('says in one line of JSON where it is, and ends when told to', async () => {
    const { child, ready, ended } = start(['--scenario', 'empty', '--dir', directory]);
    const line = JSON.parse(await ready);
    expect(line).toEqual({
      ready: true,
      url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      control: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      kubeconfig: join(directory, 'kubeconfig'),
      scenario: 'empty',
    });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  it('ends with its parent', async () => {
    const { child, ready, ended } = start(['--scenario', 'empty', '--dir', directory, '--with-parent']);
    await ready;
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it.each([
    [['--scenario', 'nope', '--dir', 'x'], 'there is no scenario "nope"; there are: kubecon-2017, '],
    [['--scenario', 'empty', '--nodes', '5', '--dir', 'x'], 'the scenario empty has no number of nodes to choose'],
    [['--scenario', 'big', '--nodes', '5001', '--dir', 'x'], 'nodes 5001: the scenario big takes 1 to 5000'],
    [['--scenario', 'big', '--pods', 'many', '--dir', 'x'], '--pods many: use a whole number from 0 to 1000000'],
    [['--clock', 'x0', '--dir', 'x'], '--clock x0: use real, paused or xN'],
    [['--port', '99999', '--dir', 'x'], '--port 99999: use a whole number from 0 to 65535'],
    [['--nope'], "Unknown option '--nope'"],
    [[], '--dir DIR is missing'],
  ])('%j is refused in one line', async (args, message) => {
    const dir = args.map((arg) => (arg === 'x' ? directory : arg));
    const { code, errors } = await start(dir).ended;
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });
});
