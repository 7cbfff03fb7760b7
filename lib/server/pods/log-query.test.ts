import { describe, expect, it } from 'vitest';
import { logTarget } from './log-query.ts';

const asked = (query: string, namespace = 'default', name = 'web-0') =>
  logTarget(namespace, name, new URLSearchParams(query));

describe('which log is asked for', () => {
  it.each([
    ['', 'tailLines=10000&limitBytes=16777216', false],
    ['follow=true', 'follow=true&tailLines=10000', true],
    ['follow=false&previous=&container=', 'tailLines=10000&limitBytes=16777216', false],
    [
      'container=app&previous=true&tailLines=5&timestamps=true',
      'container=app&previous=true&tailLines=5&timestamps=true&limitBytes=16777216',
      false,
    ],
    ['sinceSeconds=60&tailLines=0', 'sinceSeconds=60&tailLines=0&limitBytes=16777216', false],
    [
      'sinceTime=2026-01-02T03:04:05Z',
      `${new URLSearchParams({ sinceTime: '2026-01-02T03:04:05Z' })}&tailLines=10000&limitBytes=16777216`,
      false,
    ],
  ])('%j', (query, expected, follow) => {
    const path = `/api/v1/namespaces/default/pods/web-0/log?${expected}`;
    expect(asked(query)).toEqual({ pod: { namespace: 'default', name: 'web-0' }, path, follow });
  });

  it.each([
    ['follow=yes', /follow is true or false/],
    ['container=a%2Fb', /no container can have this name/],
    ['tailLines=-1', /from 0 to 10000/],
    ['tailLines=10001', /from 0 to 10000/],
    ['tailLines=1e3', /from 0 to 10000/],
    ['sinceSeconds=0', /from 1 to/],
    ['sinceTime=yesterday', /sinceTime is a time/],
    ['sinceTime=2026-13-02T03:04:05Z', /sinceTime is a time/],
    ['sinceSeconds=1&sinceTime=2026-01-02T03:04:05Z', /not both/],
    ['tailLines=1&tailLines=2', /given twice/],
    ['limitBytes=1', /no parameter "limitBytes"/],
    ['insecureSkipTLSVerifyBackend=true', /no parameter/],
  ])('refuses %j', (query, message) => {
    expect(() => asked(query)).toThrow(message);
  });

  it.each([
    ['..', 'web'],
    ['default', '../../../secrets'],
    ['default', 'web?x'],
    ['Default', 'web'],
    ['default', ''],
  ])('knows that no pod is called %j/%j', (namespace, name) => {
    expect(() => asked('', namespace, name)).toThrow(expect.objectContaining({ code: 404 }));
  });
});
