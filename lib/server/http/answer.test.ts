import { describe, expect, it, vi } from 'vitest';
import { StatusError } from '#lib/kube/index.ts';
import { answer, readJsonBody } from './answer.ts';
import { jsonResponse } from './status-response.ts';

const request = (init: { method?: string; body?: string; headers?: Record<string, string> } = {}) =>
  new Request('http://localhost:3000/api/x', { ...init, headers: { host: 'localhost:3000', ...init.headers } });
const post = (body: string) => request({ method: 'POST', body, headers: { 'content-type': 'application/json' } });

describe('an answer', () => {
  it('is what the work gives', async () => {
    const response = await answer(request(), async () => jsonResponse({ a: 1 }));
    expect([response.status, await response.json(), response.headers.get('cache-control')]).toEqual([
      200,
      { a: 1 },
      'no-store',
    ]);
  });

  it('is a Status when the work says so, with when to come back', async () => {
    const response = await answer(request(), async () => {
      throw new StatusError(429, 'TooManyRequests', 'slow down', { retryAfterSeconds: 7, details: { name: 'x' } });
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({
      kind: 'Status',
      code: 429,
      message: 'slow down',
      details: { name: 'x' },
    });
  });

  it('keeps to itself what went wrong inside', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = await answer(request(), async () => {
      throw new Error('connect https://10.0.0.1 with token hunter2');
    });
    const text = await response.text();
    expect([response.status, text.includes('hunter2') || text.includes('10.0.0.1')]).toEqual([500, false]);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('does no work for a request that must not come in', async () => {
    const work = vi.fn(async () => jsonResponse({}));
    const foreign = request({
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
    });
    expect((await answer(foreign, work)).status).toBe(403);
    expect(work).not.toHaveBeenCalled();
  });
});

describe('a body', () => {
  it('is read as JSON', async () => {
    expect(await readJsonBody(post('{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['{', 400],
    ['', 400],
    [`"${'x'.repeat(64 * 1024)}"`, 413],
  ])('is refused as %.20j', async (body, code) => {
    await expect(readJsonBody(post(body))).rejects.toMatchObject({ code });
  });
});
