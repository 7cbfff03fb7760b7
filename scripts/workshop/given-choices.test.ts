import { describe, expect, it } from 'vitest';
import { projectNode } from '#lib/model/records/project-node.ts';
import { nodeObject } from '#lib/model/testdata/cluster.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import { known, notKnown } from '#lib/model/workshop/known.ts';
import { choicesWith, type GivenChoices } from './given-choices.ts';

const BEFORE: WorkshopChoices = {
  taints: { key: 'kubernetes.io/arch', effect: 'NoSchedule', architectures: ['arm64'] },
  metrics: 'metrics-server',
  kubeletInsecureTls: true,
  goPublic: false,
  extras: ['grafana'],
  registryPrefix: null,
};
const board = projectNode(nodeObject());
const { architecture } = board.hardware;
const FACTS = { nodes: known([board]) };

describe('choices given at a terminal', () => {
  it.each<[GivenChoices, Partial<WorkshopChoices>]>([
    [{}, BEFORE],
    [{ goPublic: true }, { ...BEFORE, goPublic: true }],
    [{ taints: null }, { taints: null }],
    [{ taint: { effect: 'NoExecute' } }, { taints: { ...BEFORE.taints, effect: 'NoExecute' } as never }],
    [
      { taint: { architectures: [architecture] } },
      { taints: { ...BEFORE.taints, architectures: [architecture] } as never },
    ],
  ])('%j', (given, expected) => {
    expect(choicesWith(given, BEFORE, FACTS)).toMatchObject(expected);
  });

  it('names the boards that there are', () => {
    const given = { taint: { architectures: ['riscv64'] } };
    expect(() => choicesWith(given, BEFORE, FACTS)).toThrow(`no board is riscv64: --taint takes ${architecture}.`);
    expect(choicesWith(given, BEFORE, { nodes: notKnown('nodes may not be read') }).taints?.architectures).toEqual([
      'riscv64',
    ]);
  });

  it('asks which architectures, where none are tainted and none are suggested', () => {
    const given = { taint: { effect: 'NoExecute' } } as const;
    expect(() => choicesWith(given, { ...BEFORE, taints: null }, FACTS)).toThrow('--taint ARCH,...');
  });
});
