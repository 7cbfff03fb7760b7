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
      registries: null,
      registryMirror: null,
      prometheusUrl: null,
      operator: null,
      historyBytes: 32 * 1024 ** 2,
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
      registries: null,
      registryMirror: null,
      prometheusUrl: null,
      operator: null,
      historyBytes: 32 * 1024 ** 2,
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

  it.each(['-1', '32MiB', '1.5', '100000'])('name the variable that is wrong: %s of history', (mebibytes) => {
    expect(() => readSettings({ BRAMBLE_HISTORY_MIB: mebibytes })).toThrow(/^BRAMBLE_HISTORY_MIB is not valid/);
  });

  it.each(['0', '65536', '3000x', '-1'])('name the variable that is wrong: port %s', (port) => {
    expect(() => readSettings({ BRAMBLE_PORT: port })).toThrow(/^BRAMBLE_PORT is not valid/);
    expect(() => readSettings({ BRAMBLE_PORT: port })).toThrow(EnvironmentError);
  });

  it.each([
    ['on', { every: true, named: [], plain: [] }],
    ['off', { every: false, named: [], plain: [] }],
    [' GHCR.io, quay.io ,', { every: false, named: ['ghcr.io', 'quay.io'], plain: [] }],
    [
      'on,http://nas.local:5000/,[fd00::7]:5000',
      { every: true, named: ['nas.local:5000', '[fd00::7]:5000'], plain: ['nas.local:5000'] },
    ],
  ])('say which registries are asked: %j', (BRAMBLE_REGISTRIES, expected) => {
    const { registries } = readSettings({ BRAMBLE_REGISTRIES });
    expect(registries).toEqual({ ...expected, named: new Set(expected.named), plain: new Set(expected.plain) });
  });

  it.each([
    [undefined, 32],
    ['', 32],
    ['0', 0],
    ['64', 64],
  ])('say how much memory history may take: %j', (BRAMBLE_HISTORY_MIB, mebibytes) => {
    expect(readSettings({ BRAMBLE_HISTORY_MIB }).historyBytes).toBe(mebibytes * 1024 ** 2);
  });

  it.each([
    [undefined, null],
    ['', null],
    ['Ann’s classroom', 'Ann’s classroom'],
  ])('say who is at work: %j', (BRAMBLE_OPERATOR, operator) => {
    expect(readSettings({ BRAMBLE_OPERATOR }).operator).toBe(operator);
  });

  it('name a Prometheus outside the cluster, perhaps under a path', () => {
    const { prometheusUrl } = readSettings({ BRAMBLE_PROMETHEUS: 'http://127.0.0.1:9090/prometheus/' });
    expect(prometheusUrl).toBe('http://127.0.0.1:9090/prometheus');
  });

  it.each([
    ['BRAMBLE_REGISTRIES', 'off,ghcr.io'],
    ['BRAMBLE_REGISTRIES', 'https://user@ghcr.io'],
    ['BRAMBLE_REGISTRIES', 'ghcr.io/team'],
    ['BRAMBLE_REGISTRIES', 'ghcr.io:99999'],
    ['BRAMBLE_REGISTRIES', ','],
    ['BRAMBLE_REGISTRY_MIRROR', 'mirror.local:5000'],
    ['BRAMBLE_REGISTRY_MIRROR', 'https://user:secret@mirror.local'],
    ['BRAMBLE_REGISTRY_MIRROR', 'file:///etc'],
    ['BRAMBLE_OPERATOR', 'a\nb'],
    ['BRAMBLE_OPERATOR', ' bramble'],
    ['BRAMBLE_OPERATOR', 'a'.repeat(101)],
    ['BRAMBLE_PROMETHEUS', 'prometheus:9090'],
    ['BRAMBLE_PROMETHEUS', 'http://me:secret@prometheus:9090'],
    ['BRAMBLE_PROMETHEUS', 'http://prometheus:9090/?x=1'],
  ])('refuse what names nobody: %s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} is not valid: (say|give)`));
  });
});
