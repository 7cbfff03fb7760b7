import type { NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { matchesNodeAffinity, namedNodes, preferredNodeScore } from './node-affinity.ts';

const pi5 = { name: 'pi5', labels: { 'kubernetes.io/arch': 'arm64', cores: '4', empty: '' } };

const needs = (key: string, operator: string, ...values: string[]): NodeSelectorRequirement => ({
  key,
  operator,
  values,
});
const required = (...nodeSelectorTerms: NodeSelectorTerm[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const where = (...matchExpressions: NodeSelectorRequirement[]) => ({ matchExpressions });
const named = (...values: string[]) => ({ matchFields: [needs('metadata.name', 'In', ...values)] });

describe('matchesNodeAffinity', () => {
  // component-helpers scheduling/corev1/nodeaffinity/nodeaffinity_test.go
  it.each([
    ['nothing asked', {}, true],
    ['a nodeSelector', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }, true],
    ['a nodeSelector that differs', { nodeSelector: { 'kubernetes.io/arch': 'arm' } }, false],
    ['In', required(where(needs('kubernetes.io/arch', 'In', 'arm', 'arm64'))), true],
    ['NotIn', required(where(needs('kubernetes.io/arch', 'NotIn', 'arm64'))), false],
    ['NotIn of a label that is not there', required(where(needs('gpu', 'NotIn', 'yes'))), true],
    ['Exists', required(where(needs('empty', 'Exists'))), true],
    ['DoesNotExist', required(where(needs('gpu', 'DoesNotExist'))), true],
    ['Gt', required(where(needs('cores', 'Gt', '3'))), true],
    ['Lt', required(where(needs('cores', 'Lt', '4'))), false],
    ['Gt of a label that is no number', required(where(needs('kubernetes.io/arch', 'Gt', '3'))), false],
    ['terms are ORed', required(where(needs('gpu', 'Exists')), where(needs('cores', 'Exists'))), true],
    ['expressions are ANDed', required(where(needs('cores', 'Exists'), needs('gpu', 'Exists'))), false],
    ['no terms match nothing', required(), false],
    ['an empty term matches nothing', required({}), false],
    ['the node’s name', required(named('pi5')), true],
    ['another name', required(named('pi6')), false],
    ['not that name', required({ matchFields: [needs('metadata.name', 'NotIn', 'pi6')] }), true],
    ['fields and expressions are ANDed', required({ ...named('pi5'), ...where(needs('gpu', 'Exists')) }), false],
    ['an expression that cannot be', required(where(needs('cores', 'In'))), false],
    ['selector and affinity are ANDed', { nodeSelector: { cores: '1' }, ...required(named('pi5')) }, false],
  ])('%s: %#', (_what, pod, expected) => {
    expect(matchesNodeAffinity(pod, pi5)).toBe(expected);
  });
});

describe('namedNodes', () => {
  it.each([
    ['nothing asked', {}, null],
    ['one name', required(named('pi5')), ['pi5']],
    ['one of several terms', required(named('pi5'), named('pi6')), ['pi5', 'pi6']],
    ['a term that names none', required(named('pi5'), where(needs('cores', 'Exists'))), null],
    [
      'names that contradict',
      required({ matchFields: [...named('pi5').matchFields, ...named('pi6').matchFields] }),
      [],
    ],
  ])('%s', (_what, pod, expected) => {
    const names = namedNodes(pod);
    expect(names === null ? null : [...names]).toEqual(expected);
  });
});

it('sums the weights of preferred terms that match', () => {
  const preferred = [
    { weight: 10, preference: where(needs('cores', 'Exists')) },
    { weight: 5, preference: where(needs('gpu', 'Exists')) },
    { weight: 1, preference: {} },
  ];
  const pod = { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
  expect(preferredNodeScore(pod, pi5)).toBe(10);
});
