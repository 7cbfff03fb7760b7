import { describe, expect, it } from 'vitest';
import { EnvironmentError, readSettings } from './environment.ts';

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      kubeconfig: undefined,
      context: undefined,
      hosts: [],
      ports: [3000],
      readOnly: true,
    });
  });

  it('come from the environment; an empty variable is an unset one', () => {
    const settings = readSettings({
      BRAMBLE_KUBECONFIG: '/etc/kubeconfig',
      BRAMBLE_CONTEXT: '',
      BRAMBLE_HOST: ' Rack.local, 0.0.0.0 ,',
      BRAMBLE_PORT: '4000',
      PORT: '3000',
      HOSTNAME: '127.0.0.1',
    });
    expect(settings).toEqual({
      kubeconfig: '/etc/kubeconfig',
      context: undefined,
      hosts: ['rack.local', '0.0.0.0'],
      ports: [4000, 3000],
      readOnly: true,
    });
  });

  it.each([
    ['127.0.0.1', false],
    ['localhost', false],
    ['::1', false],
    ['0.0.0.0', true],
    ['192.168.1.7', true],
    ['127.0.0.1.example', true],
    ['', true],
  ])('make it read-only unless it listens on loopback: %j', (HOSTNAME, readOnly) => {
    expect(readSettings({ HOSTNAME }).readOnly).toBe(readOnly);
  });

  it('make it read-only where a name beyond loopback is relayed to it', () => {
    const readOnly = (BRAMBLE_HOST: string) => readSettings({ HOSTNAME: '127.0.0.1', BRAMBLE_HOST }).readOnly;
    expect(['', '127.0.0.1', 'localhost:8080,[::1]:3000'].map(readOnly)).toEqual([false, false, false]);
    expect(['rack.local', 'localhost,0.0.0.0', 'localhost.evil.example'].map(readOnly)).toEqual([true, true, true]);
  });

  it.each(['0', '65536', '3000x', '-1'])('name the variable that is wrong: port %s', (port) => {
    expect(() => readSettings({ BRAMBLE_PORT: port })).toThrow(/^BRAMBLE_PORT is not valid/);
    expect(() => readSettings({ BRAMBLE_PORT: port })).toThrow(EnvironmentError);
  });
});
