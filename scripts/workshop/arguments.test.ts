import { describe, expect, it } from 'vitest';
import { type Command, readCommand } from './arguments.ts';

describe('what is typed behind npm run workshop', () => {
  it.each<[string, Partial<Command>]>([
    ['plan', { command: 'plan', steps: [], choices: {}, yes: false }],
    ['apply metrics taints --yes', { command: 'apply', steps: ['taints', 'metrics'], yes: true }],
    ['undo -y --context pi', { command: 'undo', context: 'pi', yes: true }],
    ['status --once', { command: 'status', once: true }],
    ['apply --skip-wait metrics,ingress', { skipWait: ['metrics', 'ingress'] }],
    ['plan --taint arm64,arm', { choices: { taint: { architectures: ['arm64', 'arm'] } } }],
    ['plan --taint-key beta', { choices: { taint: { key: 'beta.kubernetes.io/arch' } } }],
    ['plan --taint-effect NoExecute', { choices: { taint: { effect: 'NoExecute' } } }],
    ['plan --no-taints', { choices: { taints: null } }],
    ['plan --heapster', { choices: { metrics: 'heapster' } }],
    ['plan --no-heapster', { choices: { metrics: 'metrics-server' } }],
    ['plan --insecure-kubelets --public', { choices: { kubeletInsecureTls: true, goPublic: true } }],
    ['plan --no-public', { choices: { goPublic: false } }],
    ['plan --extras wardle,grafana', { choices: { extras: ['grafana', 'wardle'] } }],
    ['plan --extras none', { choices: { extras: [] } }],
    ['plan --registry-prefix nas.local:5000/mirror', { choices: { registryPrefix: 'nas.local:5000/mirror' } }],
    ['plan --registry-prefix none', { choices: { registryPrefix: null } }],
  ])('%s', (line, expected) => {
    expect(readCommand(line.split(' '))).toMatchObject(expected);
  });

  it.each([['--help'], ['apply -h']])('%s is a call for help', (line) => {
    expect(readCommand(line.split(' '))).toBe('help');
  });

  it.each([
    ['', 'say what to do: plan, apply, status, undo'],
    ['do', 'there is no command do: plan, apply, status, undo'],
    ['plan moon', 'there is no step moon: steps are preflight, taints, metrics'],
    ['plan --moon', "Unknown option '--moon'"],
    ['undo --public', '--public is for plan and apply, not for undo'],
    ['plan --yes', '--yes is for apply and undo, not for plan'],
    ['plan --taint', 'argument missing'],
    ['plan --taint=', '--taint names architectures'],
    ['plan --taints', '--taint ARCH,... says which'],
    ['plan --no-taints --taint arm', '--no-taints leaves all boards as they are'],
    ['plan --taint-effect Never', '--taint-effect is NoSchedule, PreferNoSchedule, NoExecute, not "Never"'],
    [
      'plan --taint-key arch',
      '--taint-key is today (kubernetes.io/arch) or beta (beta.kubernetes.io/arch), not "arch"',
    ],
    ['plan --extras moon', 'extras are influxdb, grafana, wardle, local-path, or none'],
    ['plan --registry-prefix https://nas.local', 'without https://, or none; not "https://nas.local"'],
    ['apply --skip-wait moon', 'there is no step moon'],
  ])('%s is refused with what is right', (line, message) => {
    expect(() => readCommand(line === '' ? [] : line.split(' '))).toThrow(message);
  });
});
