import { describe, expect, it } from 'vitest';
import { linesWith, piecesOf } from './log-search.ts';

const lines = ['GET /a', 'get /b', 'POST /a'].map((text, id) => ({ id, at: null, text, isMark: false }));

describe('searching a log', () => {
  it.each([
    ['get', [0, 1]],
    ['/A', [0, 2]],
    ['nothing', []],
    ['', []],
  ])('finds the lines with %j', (text, expected) => {
    expect(linesWith(lines, text)).toEqual(expected);
  });

  it.each([
    ['GET /get', 'get', ['[GET]', ' /', '[get]']],
    ['aaa', 'aa', ['[aa]', 'a']],
    ['none', 'x', ['none']],
    ['none', '', ['none']],
    ['İstanbul', 'stan', ['İstanbul']],
    ['a.b', '.', ['a', '[.]', 'b']],
  ])('marks in %j what is %j', (line, text, expected) => {
    expect(piecesOf(line, text).map((piece) => (piece.isMatch ? `[${piece.text}]` : piece.text))).toEqual(expected);
  });
});
