import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubeconfigFile } from './session.ts';

describe('the kubeconfig that is taken', () => {
  let home = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'bramble-home-'));
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube/config'), '');
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it.each([
    [
      'that is given, from where npm was called',
      'pi.yaml',
      { INIT_CWD: '/desk', KUBECONFIG: '/other' },
      '/desk/pi.yaml',
    ],
    ['of KUBECONFIG', null, { KUBECONFIG: '/desk/pi.yaml' }, '/desk/pi.yaml'],
    ['of KUBECONFIG, from where npm was called', null, { INIT_CWD: '/desk', KUBECONFIG: 'pi.yaml' }, '/desk/pi.yaml'],
  ])('is the one %s', (_what, given, env, expected) => {
    expect(kubeconfigFile(given, { NODE_ENV: 'test', HOME: home, ...env })).toBe(expected);
  });

  it('is kubectl’s own where none is named', () => {
    expect(kubeconfigFile(null, { NODE_ENV: 'test', HOME: home })).toBe(join(home, '.kube/config'));
  });

  it.each([
    [{ KUBECONFIG: '/a:/b' }, 'KUBECONFIG names several files'],
    [{ HOME: '/no/such/home' }, 'There is no /no/such/home/.kube/config: give --kubeconfig FILE, or set KUBECONFIG'],
  ])('is asked for with %j', (env, message) => {
    expect(() => kubeconfigFile(null, { NODE_ENV: 'test', HOME: home, ...env })).toThrow(message);
  });
});
