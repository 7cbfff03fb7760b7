import { describe, expect, it } from 'vitest';
import { linesOf } from './ndjson.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(text: string, size: number, lineBytesMax?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(inPieces(text, size), lineBytesMax)) lines.push(line);
  return lines;
}

describe('lines of a watch', () => {
  const text = '{"a":"ä€😀"}\n\n{"b":2}\n{"half":';
  it.each([1, 2, 3, 7, 1_000])('are the same in pieces of %i bytes, without the half one at the end', async (size) => {
    expect(await collect(text, size)).toEqual(['{"a":"ä€😀"}', '{"b":2}']);
  });

  it('are refused beyond the bound, not collected', async () => {
    await expect(collect('x'.repeat(100), 10, 50)).rejects.toThrow('too large');
  });
});
