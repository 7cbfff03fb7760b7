import { describe, expect, it } from 'vitest';
import { evictionOrder } from './memory-pressure.ts';

const MI = 1024 ** 2;

function measured(name: string, usedMi: number, requestMi: number, priority = 0) {
  const requests = { memory: `${requestMi}Mi` };
  const pod = { metadata: { name }, spec: { priority, containers: [{ name: 'c', resources: { requests } }] } };
  return { pod, containers: [{ name: 'c', memoryBytes: usedMi * MI }] };
}

describe('evictionOrder', () => {
  it.each([
    ['who is above its request first', [measured('in', 50, 100), measured('above', 20, 10)], ['above', 'in']],
    ['then the less important', [measured('vip', 90, 10, 100), measured('low', 20, 10)], ['low', 'vip']],
    ['then who is further above', [measured('little', 20, 10), measured('much', 90, 10)], ['much', 'little']],
    ['never the critical ones', [measured('system', 90, 10, 2_000_000_000), measured('a', 1, 10)], ['a']],
  ])('%s', (_what, pods, expected) => {
    expect(evictionOrder(pods).map(({ pod }) => pod.metadata.name)).toEqual(expected);
  });
});
