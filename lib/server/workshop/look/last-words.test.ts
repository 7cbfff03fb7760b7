import { describe, expect, it } from 'vitest';
import { lastWords } from './last-words.ts';

describe('the last words of a container', () => {
  it('are its last lines, without colours and empty ones', () => {
    const many = Array.from({ length: 30 }, (_, index) => `\u001b[31mline ${index}\u001b[0m\r\n\n`).join('');
    expect(lastWords(many)).toEqual(Array.from({ length: 10 }, (_, index) => `line ${20 + index}`));
    expect(lastWords('\n\n')).toEqual([]);
  });

  it('are cut where they are long, and only once what is secret of them is out', () => {
    expect(lastWords('é'.repeat(5_000))).toEqual([`${'é'.repeat(199)}…`]);
    const [line = ''] = lastWords(`${'x '.repeat(97)}2abcDEFghiJKLmnoPQRstuVWX`);
    expect(line).toMatch(/^(x )+\(hidd…$/);
  });

  it('do not tell a token, coloured or not', () => {
    expect(lastWords('Your authtoken: \u001b[1mbad\u001b[0m')).toEqual(['Your authtoken: (hidden)']);
  });
});
