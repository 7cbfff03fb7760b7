import { describe, expect, it } from 'vitest';
import { duplicateErrors, withDuplicates } from './duplicate-fields.ts';

describe('fields given twice', () => {
  it.each([
    ['{"a":1,"b":{"a":1}}', []],
    ['{"a":1,"a":2,"a":3}', ['a', 'a']],
    ['{"x":{"k":"{\\"k\\":1}","k":""}}', ['x.k']],
    ['{"c":[{"i":1,"i":2},{"i":1}],"c":[]}', ['c[0].i', 'c']],
    ['{ "a\\"b" : [1, "]", null] , "a\\u0022b":-1.5e3 }', ['a"b']],
    ['[]', []],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, []],
  ])('%s', (text, paths) => {
    expect(duplicateErrors(text)).toEqual(paths.map((path) => `duplicate field "${path}"`));
  });

  it('stand among unknown ones as in the document, and are not looked for inside them', () => {
    const text = '{"foo":{"z":1,"z":2},"labels":{"q":"1","q":"2"},"bar":2}';
    expect(withDuplicates(['unknown field "foo"', 'unknown field "bar"'], text)).toEqual([
      'unknown field "foo"',
      'duplicate field "labels.q"',
      'unknown field "bar"',
    ]);
  });
});
