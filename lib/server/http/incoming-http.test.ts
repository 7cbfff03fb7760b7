import { describe, expect, it } from 'vitest';
import { routableUrl } from './incoming-http.ts';

const MALFORMED = '/api/malformed-path';

describe('what Next gets to see of a path', () => {
  it.each([
    ['/', '/'],
    ['/nodes/pi5/', '/nodes/pi5/'],
    ['/a%20b', '/a%20b'],
    ['/api/nodes/pi5?x=%zz//', '/api/nodes/pi5?x=%zz//'],
    ['/api/k8s/?a=b', '/api/k8s?a=b'],
    ['/api/k8s/apis/', '/api/k8s/apis'],
    ['/%zz', MALFORMED],
    ['/%E0%A4%A', MALFORMED],
    ['/%', MALFORMED],
    ['//evil.example', MALFORMED],
    ['/api/k8s//evil.example/api', MALFORMED],
    ['/api/k8s/http://evil.example/', MALFORMED],
    ['/api/k8s/..\\secrets', MALFORMED],
    ['http://evil.example/api/health', MALFORMED],
    ['*', MALFORMED],
  ])('%s -> %s', (url, expected) => {
    expect(routableUrl(url)).toBe(expected);
  });
});
