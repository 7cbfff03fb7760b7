import { describe, expect, it } from 'vitest';
import { type BoardSpec, board } from '../testdata/cluster.ts';
import { known } from './known.ts';
import { stackChoices, suggestedChoices, suggestedTaints } from './suggested-choices.ts';
import { taintBoards } from './taint-boards.ts';
import { facts } from './testdata/facts.ts';

const CONTROL = { 'node-role.kubernetes.io/control-plane': '' };
const KEPT = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
const BETA = [{ key: 'beta.kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' }];

function boards(...specs: readonly Omit<BoardSpec, 'name'>[]) {
  return specs.map((spec, index) => board({ name: `n${index}`, ...spec }));
}

describe('suggestedTaints', () => {
  it.each<[string, Omit<BoardSpec, 'name'>[], string[] | null]>([
    ['amd64 open', [{ arch: 'arm64' }, { arch: 'arm64' }, { arch: 'arm' }, { arch: 'amd64' }], ['arm64', 'arm']],
    ['the most frequent open without amd64', [{ arch: 'arm64' }, { arch: 'arm' }, { arch: 'arm' }], ['arm64']],
    ['open what the control plane leaves open', [{ arch: 'arm', labels: CONTROL }, { arch: 'amd64' }], ['amd64']],
    [
      'out of account a control plane that keeps pods away',
      [{ arch: 'amd64', labels: CONTROL, taints: KEPT }, { arch: 'arm' }],
      null,
    ],
    ['one architecture alone', [{ arch: 'arm' }, { arch: 'arm' }], null],
    ['what is tainted already in the account', [{ arch: 'amd64' }, { arch: 'arm', taints: BETA }], ['arm']],
  ])('leaves %s', (_what, specs, expected) => {
    expect(suggestedTaints(boards(...specs))?.architectures ?? null).toEqual(expected);
  });
});

describe('taintBoards', () => {
  const choice = { key: 'kubernetes.io/arch', effect: 'NoSchedule', architectures: ['arm'] } as const;

  it.each<[Omit<BoardSpec, 'name'>, string]>([
    [{ arch: 'arm' }, 'add'],
    [{ arch: 'arm64' }, 'open'],
    [{ arch: 'arm', labels: CONTROL }, 'protected'],
    [{ arch: 'arm', taints: [{ key: 'kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' }] }, 'same'],
    [{ arch: 'arm', taints: [{ key: 'kubernetes.io/arch', value: 'mine', effect: 'NoSchedule' }] }, 'conflict'],
    [{ arch: 'arm', taints: [{ key: 'kubernetes.io/arch', value: 'arm', effect: 'NoExecute' }] }, 'add'],
    [{ arch: 'arm', taints: BETA }, 'kept'],
  ])('says of %j: %s', (spec, state) => {
    const [found] = taintBoards(boards(spec), choice);
    expect([found?.state, found?.action !== null, found?.kubectl !== null]).toEqual([
      state,
      state === 'add',
      state === 'add',
    ]);
  });
});

describe('stackChoices', () => {
  it('tolerates the taints that are there and those that come', () => {
    const all = facts({ nodes: known(boards({ arch: 'amd64' }, { arch: 'arm', taints: BETA }, { arch: 'arm64' })) });
    const { tolerate } = stackChoices(suggestedChoices(all), all);
    expect(tolerate.map(({ key, value, effect }) => `${key}=${value}:${effect}`)).toEqual([
      'beta.kubernetes.io/arch=arm:NoSchedule',
      'kubernetes.io/arch=arm64:NoSchedule',
      'kubernetes.io/arch=arm:NoSchedule',
    ]);
  });

  it('tolerates no taints that are refused, so that choosing them changes nothing else', () => {
    const all = facts({ nodes: known(boards({ arch: 'amd64' }, { arch: 'arm', taints: BETA })) });
    const chosen = (...architectures: string[]) => {
      const taints = { key: 'kubernetes.io/arch', effect: 'NoSchedule', architectures } as const;
      return stackChoices({ ...suggestedChoices(all), taints }, all).tolerate.map(
        ({ key, value }) => `${key}=${value}`,
      );
    };
    expect(chosen('amd64', 'arm')).toEqual(['beta.kubernetes.io/arch=arm']);
    expect(chosen('arm')).toEqual(['beta.kubernetes.io/arch=arm', 'kubernetes.io/arch=arm']);
  });
});
