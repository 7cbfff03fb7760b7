import { describe, expect, it } from 'vitest';
import type { BoardView, TaintView } from '#lib/model/overview/overview-view.ts';
import { boardLabel, boardSentence, fullTaint, shortHealth, shortTaint } from './board-words.ts';

const arch: TaintView = {
  key: 'beta.kubernetes.io/arch',
  value: 'arm',
  effect: 'NoSchedule',
  system: false,
  timeAdded: null,
};
const outage: TaintView = {
  key: 'node.kubernetes.io/unreachable',
  value: null,
  effect: 'NoExecute',
  system: true,
  timeAdded: null,
};

const pi6: BoardView = {
  name: 'pi6',
  arch: 'arm',
  board: { label: 'Raspberry Pi 3', detail: '32-bit', sure: 'likely', why: 'its kernel' },
  roles: [],
  ready: { status: 'True', since: null, reason: null, message: null },
  cordoned: false,
  pins: [
    { namespace: 'default', name: 'a', state: 'running', status: 'Running', ready: '1/1' },
    { namespace: 'default', name: 'b', state: 'pending', status: 'Pending', ready: '0/1' },
  ],
  podCount: 2,
  cpuMillicores: 4000,
  memoryBytes: 800_000_000,
  cpu: { state: 'measured', used: 414, allocatable: 4000, percent: 10, at: '2017-03-29T12:00:00Z' },
  memory: { state: 'missing', reason: 'the metrics API does not report it', since: null },
  health: null,
  taints: [arch, outage],
  createdAt: '2017-03-29T12:00:00Z',
};

describe('a board in words', () => {
  it('says everything the drawing shows', () => {
    expect(boardSentence(pi6)).toBe(
      'arm, Raspberry Pi 3, 32-bit?: ready, 2 pods (1 pending), cpu 10%, memory not measured, taint beta.kubernetes.io/arch=arm:NoSchedule',
    );
  });

  it.each([
    ['down', { ready: { ...pi6.ready, status: 'Unknown' as const } }, 'NotReady, 2 pods'],
    ['silent', { ready: { ...pi6.ready, status: 'missing' as const } }, 'readiness not reported, 2 pods'],
    ['cordoned', { cordoned: true }, 'ready, cordoned, 2 pods'],
    [
      'starved',
      { health: { words: 'under-voltage: its power supply is too weak', since: '2017-03-29T12:00:00Z' } },
      'ready, under-voltage: its power supply is too weak, 2 pods',
    ],
    ['unreadable', { podCount: null, pins: [] }, 'ready, pods not readable, cpu'],
  ])('says that it is %s', (_, change, words) => {
    expect(boardSentence({ ...pi6, ...change })).toContain(words);
  });

  it.each([
    [{ sure: 'confirmed' as const }, [], 'Raspberry Pi 3, 32-bit'],
    [{ sure: 'guess' as const }, [], 'Raspberry Pi 3, 32-bit?'],
    [{ sure: 'confirmed' as const, label: 'UP Board', detail: null }, ['control-plane'], 'UP Board, control plane'],
    [{ sure: 'likely' as const }, ['control-plane'], 'Raspberry Pi 3?, control plane'],
    [{ sure: 'confirmed' as const, label: 'UP Board', detail: null }, [], 'UP Board'],
  ])('labels %j with roles %j', (board, roles, label) => {
    expect(boardLabel({ ...pi6, board: { ...pi6.board, ...board }, roles })).toBe(label);
  });

  it.each([
    ['under-voltage: its power supply is too weak; throttled: its clock is held down', 'under-voltage, throttled'],
    ['hot: 80 °C or more', 'hot'],
  ])('writes %s short on the card', (words, short) => {
    expect(shortHealth({ words, since: '2017-03-29T12:00:00Z' })).toBe(short);
  });

  it('writes taints short on the card and as kubectl does elsewhere', () => {
    expect(shortTaint(arch)).toBe('arch=arm');
    expect(shortTaint(outage)).toBe('unreachable');
    expect(fullTaint(outage)).toBe('node.kubernetes.io/unreachable:NoExecute');
  });
});
