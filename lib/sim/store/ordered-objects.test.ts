import { expect, it } from 'vitest';
import { Random } from '../random.ts';
import type { Stored } from './object.ts';
import { OrderedObjects } from './ordered-objects.ts';

const CHANGES = 5_000;
const NAMESPACES = ['a', 'a-b', 'ab', 'b'];

it('is a plain sorted map, through thousands of changes in any order', () => {
  const random = new Random(3);
  const objects = new OrderedObjects();
  const plain = new Map<string, Stored>();
  const sorted = () => [...plain.keys()].sort();
  const shown = (found: readonly Stored[]) => found.map(({ metadata }) => metadata.uid);
  const expected = (keys: readonly string[]) => keys.map((key) => plain.get(key)?.metadata.uid);
  for (let change = 0; change < CHANGES; change++) {
    const key = `${NAMESPACES[random.integer(NAMESPACES.length)]}/${random.integer(300)}`;
    if (plain.has(key) && random.integer(3) === 0) {
      objects.delete(key);
      plain.delete(key);
    } else {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { uid: `${key} ${change}` } } as Stored;
      objects.set(key, object);
      plain.set(key, object);
    }
    if (random.integer(100) > 0) continue;
    expect(objects.size).toBe(plain.size);
    expect(shown(objects.startingWith(''))).toEqual(expected(sorted()));
    expect(shown(objects.startingWith('a/'))).toEqual(expected(sorted().filter((one) => one.startsWith('a/'))));
  }
});
