// What a person at the terminal sees when `npm start` cannot do what was asked: one line, what to do, and no stack trace.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/simulated-cluster.ts';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function launch(args: readonly string[], before = ''): Promise<Ended> {
  const script = join(root, before === '' ? 'scripts/launch.ts' : 'scripts/start.mjs');
  const nodeArguments =
    before === ''
      ? ['--disable-warning=ExperimentalWarning', script]
      : ['--import', `data:text/javascript,${encodeURIComponent(before)}`, script];
  const env = { NODE_ENV: 'test' as const, PATH: process.env['PATH'], HOME: process.env['HOME'] };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArguments, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const directory = mkdtempSync(join(tmpdir(), 'bramble-launcher-'));

function kubeconfig(server: string): string {
  const path = join(directory, `kubeconfig-${server.replace(/\W/g, '-')}`);
  const file = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'secret-token' } }],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(path, JSON.stringify(file));
  return path;
}

describe('npm start', () => {
  const cases: [string, () => string[], RegExp][] = [
    ['an unknown option', () => ['--bogus'], /Unknown option '--bogus'.*--help/],
    ['a port that is none', () => ['--port', '99999'], /--port is a number from 1 to 65535/],
    ['a clock that is none', () => ['--clock', 'fast'], /--clock is real, paused or xN/],
    ['registries that are none', () => ['--registries', 'ghcr.io/team'], /--registries is on, off, or names/],
    ['a mirror that is none', () => ['--registry-mirror', 'mirror.local'], /--registry-mirror is an address/],
    ['a Prometheus with a password', () => ['--prometheus', 'http://a:b@c'], /--prometheus is an address without a/],
    ['a missing file', () => ['--kubeconfig', '/no/such/file'], /no file \/no\/such\/file.*--kubeconfig/],
    [
      'an unknown context',
      () => ['--kubeconfig', kubeconfig('https://127.0.0.1:1'), '--context', 'elsewhere'],
      /no context elsewhere: it has here/,
    ],
    ['a context without a file', () => ['--context', 'here'], /give --kubeconfig FILE/],
    [
      'an unreachable API server',
      () => ['--kubeconfig', kubeconfig('https://127.0.0.1:1')],
      /context here .*cannot be reached.*refused.*kubectl get nodes/,
    ],
    [
      'a simulated clock with a real cluster',
      () => ['--kubeconfig', kubeconfig('https://127.0.0.1:1'), '--clock', 'x10'],
      /leave them out with --kubeconfig/,
    ],
    ['an unknown scenario', () => ['--scenario', 'atlantis', '--port', '39017'], /atlantis.*kubecon-2017/],
    ['an address of another machine', () => ['--host', '192.0.2.1'], /192\.0\.2\.1 is no address of this machine/],
  ];
  for (const [name, args, line] of cases) {
    it(`says what to do about ${name}`, async () => {
      const ended = await launch(args());
      expect(ended.stderr.trimEnd()).toMatch(line);
      expect(
        ended.stderr
          .trimEnd()
          .split('\n')
          .filter((text) => !text.includes('building')),
      ).toHaveLength(1);
      expect(ended.stderr).not.toMatch(/\n\s+at |secret-token/);
      expect(ended.stdout).toBe('');
      expect(ended.code).toBeGreaterThan(0);
    });
  }

  it('says what to do about a taken port', async () => {
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(0, '127.0.0.1', listening));
    const address = squatter.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const ended = await launch(['--port', String(port)]);
    squatter.close();
    expect(ended).toMatchObject({
      stdout: '',
      stderr: `bramble: port ${port} is taken: end what listens there, or choose another with --port N.\n`,
    });
    expect(ended.code).toBeGreaterThan(0);
  });

  it('says what to do about an old Node', async () => {
    const ended = await launch([], `Object.defineProperty(process, 'version', { value: 'v18.20.0' })`);
    expect(ended).toMatchObject({
      code: 1,
      stderr: 'bramble: Node v18.20.0 is too old: install Node 20 or newer and run the command again.\n',
    });
  });

  it('lists every option with its environment variable', async () => {
    const ended = await launch(['--help']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['kubeconfig', 'context', 'scenario', 'clock', 'port', 'host'])
      expect(ended.stdout).toMatch(new RegExp(`--${option} .*BRAMBLE_${option.toUpperCase()} `));
  });
});
