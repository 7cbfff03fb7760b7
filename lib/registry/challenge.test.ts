import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

/** A small generator of its own: the same texts in every run. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) yield state / 2 ** 32;
}

describe('a WWW-Authenticate header', () => {
  it.each([
    ['Basic', [['basic', {}]]],
    ['Basic realm="a, b"', [['basic', { realm: 'a, b' }]]],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull,push"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:library/nginx:pull,push',
          },
        ],
      ],
    ],
    ['bEaReR Realm=x , SERVICE = "y"', [['bearer', { realm: 'x', service: 'y' }]]],
    [String.raw`Bearer realm="say \"hi\" \\ bye"`, [['bearer', { realm: String.raw`say "hi" \ bye` }]]],
    ['Bearer realm="",error="insufficient_scope"', [['bearer', { realm: '', error: 'insufficient_scope' }]]],
    ['Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
    [
      'Negotiate dG9rZW4=, Basic realm="x", Bearer realm="y"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
        ['bearer', { realm: 'y' }],
      ],
    ],
    [
      'Basic, Bearer realm=y',
      [
        ['basic', {}],
        ['bearer', { realm: 'y' }],
      ],
    ],
    ['Bearer realm="never ends', [['bearer', {}]]],
    // By the grammar `realm=` is a token68 here.
    ['Bearer realm=,service="x"', [['bearer', { service: 'x' }]]],
    ['realm="without a scheme"', []],
    ['Bearer __proto__="x",constructor="y"', [['bearer', { constructor: 'y', ['__proto__']: 'x' }]]],
    ['', []],
    [',,, ,', []],
    ['"quoted"', []],
  ])('is read: %s', (header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it('of any shape is read to an end, quickly, and what was written is read back', () => {
    const draw = draws(7);
    const next = () => draw.next().value;
    const signs = ['Bearer', 'Basic', 'realm', '=', '"', '\\', ',', ' ', '\t', 'a', '/', 'é', '\u0000', '=='];
    const beganMs = performance.now();
    for (let run = 0; run < 5_000; run++) {
      const noise = Array.from({ length: Math.floor(next() * 60) }, () => signs[Math.floor(next() * signs.length)]);
      for (const { scheme } of parseChallenges(noise.join(''))) expect(scheme).toMatch(/^[^\s,="]+$/);
      const value = noise.join('').replace(/["\\]/g, (sign) => `\\${sign}`);
      expect(read(`Bearer realm="${value}"`)).toEqual([['bearer', { realm: noise.join('') }]]);
    }
    parseChallenges(`Bearer ${'a="'.repeat(100_000)}`);
    parseChallenges(`Bearer ${'\\"'.repeat(100_000)}`);
    expect(performance.now() - beganMs).toBeLessThan(10_000);
  });
});
