import { expect, it } from 'vitest';
import { shownWords } from './shown-words.ts';

it.each([
  ['query timed out in expression evaluation', 'query timed out in expression evaluation'],
  ['1:9: parse error: unexpected identifier "x"', '1:9: parse error: unexpected identifier "x"'],
  ['matching labels must be unique: v1.2.3', 'matching labels must be unique: v1.2.3'],
  ['Addr: 10.42.0.3:10901 refused', 'answered 500'],
  ['Addr: [fd00::7]:10901 refused', 'answered 500'],
  ['Get "http://prometheus.monitoring.svc:9090/": EOF', 'answered 500'],
  ['dial tcp: lookup prometheus on x: no such host', 'answered 500'],
  ['x'.repeat(1_000), 'x'.repeat(300)],
])('of %s shows %s', (words, shown) => {
  expect(shownWords(words, 'answered 500')).toBe(shown);
});
