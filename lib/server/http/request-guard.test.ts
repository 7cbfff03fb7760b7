import { describe, expect, it } from 'vitest';
import { isFromAnotherSite, refusalOf } from './request-guard.ts';

const RULES = { hosts: ['rack.local', 'proxied.example:8443'], ports: [3000, 4000], readOnly: false };
const OURS = 'localhost:3000';

function codeOf(method: string, pathname: string, headers: Record<string, string>, rules = RULES): number | null {
  return refusalOf({ method, pathname, headers: new Headers(headers) }, rules)?.code ?? null;
}

describe('the Host header', () => {
  it.each([
    ['localhost:3000', null],
    ['LOCALHOST:3000', null],
    ['127.0.0.1:3000', null],
    ['127.9.9.9:3000', null],
    ['[::1]:3000', null],
    ['localhost:4000', null],
    ['rack.local:3000', null],
    ['rack.local', null],
    ['proxied.example:8443', null],
    ['localhost', 421],
    ['localhost:3001', 421],
    ['rack.local:3001', 421],
    ['proxied.example', 421],
    ['evil.example:3000', 421],
    ['127.0.0.1.evil.example:3000', 421],
    ['localhost.evil.example:3000', 421],
    ['192.168.1.5:3000', 421],
    ['', 421],
    ['localhost:3000@evil.example', 421],
    ['localhost:3000, evil.example', 421],
  ])('%s -> %s', (host, code) => {
    expect(codeOf('GET', '/', { host })).toBe(code);
  });

  it.each([
    ['192.168.1.5:3000', null],
    ['[fe80::1]:3000', null],
    ['evil.example:3000', 421],
    ['192.168.1.5:80', 421],
  ])('with all addresses listened on, an address cannot be forged but a name can: %s -> %s', (host, code) => {
    expect(codeOf('GET', '/', { host }, { hosts: ['0.0.0.0'], ports: [3000, 4000], readOnly: true })).toBe(code);
  });
});

describe('a read-only server', () => {
  const headers = { host: '192.168.1.5:3000', 'content-type': 'application/json' };
  const rules = { hosts: ['0.0.0.0'], ports: [3000], readOnly: true };
  it.each([
    ['/api/actions', 403],
    ['/api/what-if', null],
    ['/api/what-if/more', 403],
  ])('takes questions and no writes: %s -> %s', (path, code) => {
    expect(codeOf('POST', path, headers, rules)).toBe(code);
  });
});

describe('requests from elsewhere', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    ['a page opened from a link', 'GET', '/', { 'sec-fetch-site': 'cross-site' }, null],
    ['a typed address', 'GET', '/api/topics/overview', { 'sec-fetch-site': 'none' }, null],
    [
      'our own page',
      'POST',
      '/api/actions',
      { ...json, origin: `http://${OURS}`, 'sec-fetch-site': 'same-origin' },
      null,
    ],
    ['our own page behind TLS', 'POST', '/api/actions', { ...json, origin: `https://${OURS}` }, null],
    ['a program', 'POST', '/api/actions', json, null],
    ['another site reading', 'GET', '/api/topics/overview', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another site listening', 'GET', '/api/stream', { origin: 'http://evil.example' }, 403],
    ['another port here', 'POST', '/api/actions', { ...json, origin: 'http://localhost:5000' }, 403],
    ['another port here, by its site', 'POST', '/api/actions', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['a sandboxed page', 'POST', '/api/actions', { ...json, origin: 'null' }, 403],
    ['another site posting to a page', 'POST', '/', { ...json, origin: 'http://evil.example' }, 403],
  ])('%s', (_, method, pathname, headers, code) => {
    expect(codeOf(method, pathname, { host: OURS, ...headers })).toBe(code);
  });
});

describe('the shape of a write', () => {
  it.each([
    ['JSON', { 'content-type': 'application/json; charset=utf-8', 'content-length': '65536' }, null],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text, which needs no preflight', { 'content-type': 'text/plain' }, 415],
    ['no type', {}, 415],
    ['compressed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    ['too much', { 'content-type': 'application/json', 'content-length': '65537' }, 413],
  ])('%s', (_, headers, code) => {
    expect(codeOf('POST', '/api/actions', { host: OURS, ...headers })).toBe(code);
  });

  it.each(['DELETE', 'PUT', 'PATCH', 'TRACE', 'PROPFIND'])('%s is nothing we do', (method) => {
    expect(codeOf(method, '/api/x', { host: OURS })).toBe(405);
  });
});

describe('listening beyond loopback', () => {
  const rules = { ...RULES, readOnly: true };
  const headers = { host: OURS, origin: `http://${OURS}`, 'content-type': 'application/json' };

  it('reading goes on, every write is refused', () => {
    expect(codeOf('GET', '/api/topics/overview', headers, rules)).toBe(null);
    expect(codeOf('POST', '/api/nodes/pi5/actions', headers, rules)).toBe(403);
    expect(codeOf('POST', '/api/nodes/pi5/actions', headers, RULES)).toBe(null);
  });
});

describe('a page that is opened', () => {
  it.each([
    [{}, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, true],
  ])('with %o is from another site: %s', (headers, expected) => {
    expect(isFromAnotherSite(new Headers(headers))).toBe(expected);
  });
});
