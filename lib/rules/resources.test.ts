import type { Container, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podLimits, podRequests, scoringRequests } from './resources.ts';

const asks = (cpu: string, memory: string, changes: Partial<Container> = {}): Container => ({
  name: 'c',
  resources: { requests: { cpu, memory }, limits: { cpu, memory } },
  ...changes,
});
const bare: Container = { name: 'bare' };
const always = { restartPolicy: 'Always' };
const GIGA = 10 ** 9;

describe('podRequests', () => {
  // noderesources/fit.go's own example, and the sidecar formula of KEP 753 (component-helpers resource/helpers_test.go)
  it.each<[string, NonNullable<Pod['spec']>, Record<string, number>]>([
    ['containers are summed', { containers: [asks('2', '1G'), asks('1', '1G')] }, { cpu: 3000, memory: 2 * GIGA }],
    [
      'init containers count by the largest',
      { initContainers: [asks('2', '1G'), asks('2', '3G')], containers: [asks('2', '1G'), asks('1', '1G')] },
      { cpu: 3000, memory: 3 * GIGA },
    ],
    [
      'sidecars are summed with the containers',
      { initContainers: [asks('1', '1G', always)], containers: [asks('1', '1G')] },
      { cpu: 2000, memory: 2 * GIGA },
    ],
    [
      'an init container runs beside the sidecars before it',
      {
        initContainers: [asks('1', '1G', always), asks('5', '1G'), asks('1', '1G', always)],
        containers: [asks('1', '1G')],
      },
      { cpu: 6000, memory: 3 * GIGA },
    ],
    [
      'overhead comes on top',
      { containers: [asks('1', '1G')], overhead: { cpu: '250m' } },
      { cpu: 1250, memory: GIGA },
    ],
    ['nothing asked for is absent, not zero', { containers: [bare] }, {}],
  ])('%s', (_what, spec, expected) => {
    expect(podRequests({ spec })).toEqual(expected);
  });

  it('takes pod-level amounts in place of the containers’ sum', () => {
    const spec = { containers: [asks('1', '1G')], resources: { requests: { cpu: '3' } } };
    expect(podRequests({ spec })).toEqual({ cpu: 3000, memory: GIGA });
  });
});

it('overhead limits nothing that has no limit', () => {
  expect(podLimits({ spec: { containers: [bare], overhead: { cpu: '1' } } })).toEqual({});
  expect(podLimits({ spec: { containers: [asks('1', '1G')], overhead: { cpu: '1' } } })).toEqual({
    cpu: 2000,
    memory: GIGA,
  });
});

it('scoring assumes 100m and 200Mi for each container that asks for nothing', () => {
  expect(scoringRequests({ spec: { containers: [bare, asks('1', '1G')] } })).toEqual({
    cpu: 1100,
    memory: GIGA + 200 * 1024 ** 2,
  });
});
