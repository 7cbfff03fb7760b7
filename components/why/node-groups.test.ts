import { describe, expect, it } from 'vitest';
import type { NodeVerdictView } from '#lib/model/placement/why/why-view.ts';
import { nodeGroups } from './node-groups.ts';

function node(name: string, part: Partial<NodeVerdictView> = {}): NodeVerdictView {
  return {
    node: name,
    arch: 'arm64',
    verdict: 'refused',
    letter: 'T',
    reason: 'taint lab is not tolerated',
    imageFails: false,
    score: null,
    checks: [],
    ...part,
  } as NodeVerdictView;
}

const many = (count: number, part: Partial<NodeVerdictView> = {}) =>
  Array.from({ length: count }, (_, index) => node(`${part.arch ?? 'pi'}-${index}`, part));
const told = (nodes: readonly NodeVerdictView[], asked: string | null) =>
  nodeGroups(nodes, asked).map(({ reason, nodes: of }) => `${of.length}x ${of[0]?.node}: ${reason}`);

describe('the nodes that refuse', () => {
  it('are told one by one where they are few, in their order', () => {
    const few = many(12);
    expect(nodeGroups(few, 'pi-3').map(({ nodes }) => nodes)).toEqual(few.map((one) => [one]));
  });

  it('are told once for each reason and architecture where they are many', () => {
    const nodes = [
      ...many(10),
      ...many(3, { arch: 'arm' }),
      ...many(2, { arch: 'amd64', letter: 'M', reason: 'memory' }),
    ];
    expect(told(nodes, null)).toEqual([
      '10x pi-0: taint lab is not tolerated',
      '3x arm-0: taint lab is not tolerated',
      '2x amd64-0: memory',
    ]);
  });

  it('stand after the one that is asked about and the one where the pod is', () => {
    const nodes = [...many(13), node('home', { verdict: 'here', letter: null, reason: 'it runs here' })];
    expect(told(nodes, 'pi-7')).toEqual([
      '1x pi-7: taint lab is not tolerated',
      '1x home: it runs here',
      '12x pi-0: taint lab is not tolerated',
    ]);
  });

  it('are all told, whoever is asked about', () => {
    const nodes = many(20);
    for (const asked of [null, 'pi-1', 'gone'])
      expect(nodeGroups(nodes, asked).flatMap((group) => group.nodes)).toHaveLength(20);
  });
});
