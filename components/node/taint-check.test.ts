import { describe, expect, it } from 'vitest';
import { keyProblem, valueProblem } from './taint-check.ts';

describe('a taint key', () => {
  it.each(['team', 'beta.kubernetes.io/arch', 'node-role.kubernetes.io/control-plane', 'a_b.C-9', 'x'.repeat(63)])(
    '%s is fine',
    (key) => {
      expect(keyProblem(key)).toBeNull();
    },
  );

  it.each([
    ['', 'needs a key'],
    ['-team', 'at both ends'],
    ['team!', 'Letters, digits'],
    ['täm', 'Letters, digits'],
    ['a/b/c', 'at most one "/"'],
    ['Example.com/team', 'in lower case'],
    ['/team', 'stands a domain'],
    ['example.com/', 'name is missing'],
    ['x'.repeat(64), 'these are 64'],
    ['node.kubernetes.io/unreachable', 'Kubernetes itself'],
  ])('%s is refused: %s', (key, words) => {
    expect(keyProblem(key)).toContain(words);
  });
});

describe('a taint value', () => {
  it.each(['', 'arm64', 'a.b_c-d'])('%j is fine', (value) => {
    expect(valueProblem(value)).toBeNull();
  });

  it.each(['a b', 'a=b', 'a:b', '-a', 'a/b', 'x'.repeat(64)])('%j is refused', (value) => {
    expect(valueProblem(value)).not.toBeNull();
  });
});
