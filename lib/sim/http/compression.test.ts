// Long answers are compressed for who takes it, and say the same.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Answer, type BodyAnswer, isStream } from '../api/answer.ts';
import { compressedFor } from './compression.ts';

const LONG = 'pod '.repeat(50_000);

function answer(text: string, more: Partial<BodyAnswer> = {}): BodyAnswer {
  return { status: 200, contentType: 'application/json', body: [text], ...more };
}

function bytesOf(one: Answer): Buffer {
  return isStream(one) ? Buffer.of() : Buffer.concat(one.body.map((chunk) => Buffer.from(chunk)));
}

describe('a long answer', () => {
  it.each(['gzip', 'deflate, gzip;q=1.0', 'gzip, deflate, br'])('is compressed for %s', async (accepted) => {
    const sent = await compressedFor(answer(LONG, { headers: { vary: 'Accept' } }), accepted);
    expect(sent.headers).toEqual({ 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' });
    expect(bytesOf(sent).length).toBeLessThan(LONG.length / 10);
    expect(gunzipSync(bytesOf(sent)).toString()).toBe(LONG);
  });

  it.each([undefined, '', 'br', 'x-gzip'])('is sent as it is for %s', async (accepted) => {
    const sent = await compressedFor(answer(LONG), accepted);
    expect(sent.headers).toBeUndefined();
    expect(bytesOf(sent).toString()).toBe(LONG);
  });
});

describe('any other answer', () => {
  it.each([
    ['short', answer('short')],
    ['an error', answer(LONG, { status: 500 })],
    ['a stream', { status: 200, contentType: 'application/json', run: () => undefined }],
  ])('%s is sent as it is', async (_what, given) => {
    expect(await compressedFor(given, 'gzip')).toBe(given);
  });
});
