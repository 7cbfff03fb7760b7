import { describe, expect, it } from 'vitest';
import { projectNode } from '../records/project-node.ts';
import { type BoardSpec, board, nodeObject } from '../testdata/cluster.ts';
import { guessBoard } from './board-guess.ts';

function withMemory(memory: string, spec: BoardSpec) {
  const node = nodeObject(spec);
  return projectNode({ ...node, status: { ...node.status, capacity: { cpu: '4', memory, pods: '110' } } });
}

describe('guessBoard', () => {
  it.each<[string, BoardSpec, string, string | null, string]>([
    ['pi5 of the talk', { arch: 'arm64', kernel: '4.9.13-bee42-v8' }, 'Raspberry Pi 3', '64-bit', 'likely'],
    [
      'pi6 of the talk',
      { arch: 'arm', kernel: '4.4.50-hypriotos-v7+', osImage: 'Raspbian GNU/Linux 8 (jessie)' },
      'Raspberry Pi 3',
      '32-bit',
      'likely',
    ],
    [
      'an UP Board that says so',
      { arch: 'amd64', kernel: '4.4.0-67-generic', annotations: { 'bramble/board': 'UP Board' } },
      'UP Board',
      null,
      'confirmed',
    ],
    ['an UP Board that does not', { arch: 'amd64', kernel: '4.4.0-67-generic' }, 'x86 board', null, 'guess'],
    ['a Pi 5', { kernel: '6.12.25+rpt-rpi-2712' }, 'Raspberry Pi 5', '64-bit', 'likely'],
    ['a Pi 4, 32-bit', { arch: 'arm', kernel: '5.10.103-v7l+' }, 'Raspberry Pi 4', '32-bit', 'likely'],
    ['a Pi 2 or 3', { arch: 'arm', kernel: '5.10.103-v7+' }, 'Raspberry Pi 2 or 3', '32-bit', 'guess'],
    [
      '64-bit kernel, 32-bit userland',
      { kernel: '6.1.21-v8+', osImage: 'Raspbian GNU/Linux 11 (bullseye)' },
      'Raspberry Pi 3',
      '32-bit userland',
      'guess',
    ],
    [
      '64-bit kernel, 32-bit kubelet',
      { arch: 'arm', kernel: '6.1.21-v8+' },
      'Raspberry Pi 3',
      '32-bit kubelet',
      'guess',
    ],
    ['Ubuntu on a Pi', { kernel: '6.8.0-1010-raspi' }, 'Raspberry Pi', '64-bit', 'guess'],
    ['a Jetson', { kernel: '5.10.104-tegra' }, 'NVIDIA Jetson', null, 'likely'],
    ['an Amlogic box', { kernel: '5.9.0-meson64' }, 'Amlogic board', null, 'guess'],
    ['something 64-bit', { kernel: '6.6.0' }, 'arm64 board', null, 'unknown'],
    ['RISC-V', { arch: 'riscv64', kernel: '6.6.0' }, 'riscv64 board', null, 'unknown'],
  ])('%s', (_what, spec, label, detail, sure) => {
    const guess = guessBoard(board(spec));
    expect([guess.label, guess.detail, guess.sure]).toEqual([label, detail, sure]);
    expect(guess.why).not.toBe('');
  });

  it.each<[string, BoardSpec, string]>([
    ['440Mi', { kernel: '6.1.21-v8+' }, 'Raspberry Pi Zero 2'],
    ['999036Ki', { kernel: '6.1.21-v8+' }, 'Raspberry Pi 3'],
    ['1900Mi', { kernel: '6.1.21-v8+' }, 'Raspberry Pi 4'],
    ['7900Mi', { kernel: '6.1.21-v8+' }, 'Raspberry Pi 4'],
    ['1760Mi', { kernel: '3.14.79-89' }, 'Odroid C2'],
    ['15Gi', { arch: 'amd64', kernel: '6.8.0-generic' }, 'amd64 board'],
  ])('memory of %s decides: %o is a %s', (memory, spec, label) => {
    expect(guessBoard(withMemory(memory, spec)).label).toBe(label);
  });
});
