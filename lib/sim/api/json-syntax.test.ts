import { describe, expect, it } from 'vitest';
import { syntaxErrorIn } from './json-syntax.ts';

describe('a text that is no JSON', () => {
  // Texts and complaints as Go 1.26's encoding/json gives them.
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":"b', 'unexpected end of JSON input'],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":1ex}', "invalid character 'x' in exponent of numeric literal"],
    ['tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['{"a":tr1}', "invalid character '1' in literal true (expecting 'u')"],
    ['{"a":"\\q"}', "invalid character 'q' in string escape code"],
    ['{"a":"\\u12x"}', "invalid character 'x' in \\u hexadecimal character escape"],
    ['{"a":"\n"}', "invalid character '\\n' in string literal"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
  ])('%j', (text, why) => {
    expect(syntaxErrorIn(Buffer.from(text))).toBe(why);
  });

  it('nests only so deep', () => {
    expect(syntaxErrorIn(Buffer.from('['.repeat(10_000)))).toBe('unexpected end of JSON input');
    expect(syntaxErrorIn(Buffer.from('['.repeat(200_000)))).toBe("invalid character '[' exceeded max depth");
  });
});
