import { describe, expect, it } from 'vitest';
import { LOG_LINES_MAX, LogBuffer } from './log-buffer.ts';

const line = (second: number, text: string, nanos = '000000000') =>
  `2026-01-02T03:04:${String(second).padStart(2, '0')}.${nanos}Z ${text}\n`;
const texts = (buffer: LogBuffer) => buffer.lines.map(({ text }) => text);

describe('a log in the browser', () => {
  it('puts together what comes in pieces', () => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    for (const piece of ['2026-01-02T03:04:05.1', '23456789Z he', 'llo\n2026-01-02T03:04:06Z wor', 'ld'])
      buffer.feed(piece);
    expect(texts(buffer)).toEqual(['hello']);
    buffer.end();
    expect(buffer.lines.map(({ at, text }) => [at, text])).toEqual([
      ['2026-01-02T03:04:05.123456789Z', 'hello'],
      ['2026-01-02T03:04:06Z', 'world'],
    ]);
  });

  it.each([
    ['nothing new', [line(5, 'a'), line(6, 'b')], ['a', 'b']],
    ['one new', [line(6, 'b'), line(7, 'c')], ['a', 'b', 'c']],
    ['the same words at another time', [line(6, 'b'), line(6, 'b', '000000001')], ['a', 'b', 'b']],
    ['the same words at the same time', [line(6, 'b'), line(6, 'b')], ['a', 'b', 'b']],
    ['by the clock of another zone', ['2026-01-02T05:04:06.000000000+02:00 b\n', line(7, 'c')], ['a', 'b', 'c']],
  ])('shows each line once when it is asked for again: %s', (_, again, expected) => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    buffer.feed(line(5, 'a') + line(6, 'b'));
    buffer.end();
    expect(buffer.sinceTime).toBe('2026-01-02T03:04:06Z');
    buffer.begin('gap');
    buffer.feed(again.join(''));
    buffer.end();
    expect(texts(buffer)).toEqual(expected);
  });

  it('says where an answer does not join what is known', () => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    buffer.feed(line(5, 'a'));
    buffer.end();
    buffer.begin('gap');
    buffer.feed(line(9, 'y') + line(9, 'z'));
    buffer.end();
    expect(buffer.lines.map(({ text, isMark }) => [text, isMark])).toEqual([
      ['a', false],
      ['gap', true],
      ['y', false],
      ['z', false],
    ]);
  });

  it('forgets the half of a line that was cut off, and takes it whole the next time', () => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    buffer.feed(`${line(5, 'a')}2026-01-02T03:04:06Z hal`);
    buffer.begin('gap');
    buffer.feed(line(5, 'a') + line(6, 'half'));
    buffer.end();
    expect(texts(buffer)).toEqual(['a', 'half']);
  });

  it.each([
    ['colours', '\u001b[31merror\u001b[0m done', 'error done'],
    ['a link', '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007', 'click'],
    ['a progress bar', '10%\r50%\r100%', '100%'],
    ['a carriage return at its end', 'dos\r', 'dos'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['a tab', 'a\tb', 'a\tb'],
    ['markup, which stays words', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('takes out what is meant for a terminal: %s', (_, raw, expected) => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    buffer.feed(line(5, raw));
    expect(texts(buffer)).toEqual([expected]);
  });

  it('keeps the newest lines, and numbers them on', () => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    for (let i = 0; i < LOG_LINES_MAX + 5; i++) buffer.feed(`line ${i}\n`);
    expect(buffer.lines.length).toBe(LOG_LINES_MAX);
    expect(buffer.lines[0]).toMatchObject({ id: 5, text: 'line 5' });
    expect(buffer.count).toBe(LOG_LINES_MAX + 5);
  });

  it('cuts a line that does not end, and says how much is missing', () => {
    const buffer = new LogBuffer();
    buffer.begin('gap');
    for (let i = 0; i < 100; i++) buffer.feed('x'.repeat(1_000));
    buffer.feed('\nnext\n');
    expect(texts(buffer)[0]).toMatch(/^x{8192} … 91808 more characters$/);
    expect(texts(buffer)[1]).toBe('next');
  });
});
