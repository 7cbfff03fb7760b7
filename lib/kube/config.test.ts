import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadInCluster, loadKubeconfig } from './config.ts';

const KUBECONFIG = `
apiVersion: v1
kind: Config
current-context: rack
contexts:
- {name: rack, context: {cluster: sim, user: owner}}
- {name: real, context: {cluster: metal, user: owner}}
- {name: lonely, context: {cluster: metal, user: ''}}
- {name: broken, context: {cluster: nowhere, user: owner}}
clusters:
- name: sim
  cluster:
    server: https://127.0.0.1:6443/
    extensions:
    - {name: other, extension: {}}
    - {name: bramble/simulated, extension: {scenario: kubecon-2017, control: 'https://127.0.0.1:7000'}}
- {name: metal, cluster: {server: 'https://10.0.0.1/k8s/clusters/c-1'}}
users:
- {name: owner, user: {token: very-secret}}
`;

describe('a kubeconfig', () => {
  let directory: string;
  let file: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bramble-config-'));
    file = join(directory, 'kubeconfig');
    writeFileSync(file, KUBECONFIG);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('gives its current context, and says when the cluster is simulated', async () => {
    expect(await loadKubeconfig(file)).toMatchObject({
      name: 'rack',
      server: 'https://127.0.0.1:6443',
      simulated: { scenario: 'kubecon-2017', control: 'https://127.0.0.1:7000', registry: '' },
    });
  });

  it('gives a named context; a server may have a path', async () => {
    const config = await loadKubeconfig(file, 'real');
    expect(config).toMatchObject({ name: 'real', server: 'https://10.0.0.1/k8s/clusters/c-1', simulated: null });
  });

  it('keeps a context without a user usable', async () => {
    const config = await loadKubeconfig(file, 'lonely');
    expect(config.kubeConfig.getCurrentUser()).not.toBeNull();
  });

  it('takes a token from its file, relative to the kubeconfig, rather than the one it holds', async () => {
    writeFileSync(join(directory, 'token'), 'of the file\n');
    const withFile = join(directory, 'with-file');
    writeFileSync(withFile, KUBECONFIG.replace('{token: very-secret}', '{token: very-secret, tokenFile: token}'));
    const options: { headers?: Record<string, string> } = {};
    await (await loadKubeconfig(withFile)).kubeConfig.applyToHTTPSOptions(options);
    expect(options.headers?.['Authorization']?.trim()).toBe('Bearer of the file');
  });

  it('gives the same user anew, but not of a file that is half written or names another server by now', async () => {
    const moved = join(directory, 'moved');
    writeFileSync(moved, KUBECONFIG);
    const config = await loadKubeconfig(moved);
    writeFileSync(moved, KUBECONFIG.replace('very-secret', 'renewed'));
    expect((await config.renewed())?.getCurrentUser()?.token).toBe('renewed');
    writeFileSync(moved, '{');
    expect(await config.renewed()).toBeNull();
    writeFileSync(moved, KUBECONFIG.replaceAll('6443', '6444'));
    expect(await config.renewed()).toBeNull();
  });

  it.each([
    ['an unknown context', () => loadKubeconfig(file, 'nope'), /no context nope: it has rack, real, lonely, broken/],
    ['a context of no cluster', () => loadKubeconfig(file, 'broken'), /names a cluster that is not there/],
    ['a missing file', () => loadKubeconfig(join(directory, 'none')), /does not exist/],
    ['no pod around us', () => loadInCluster(), /set BRAMBLE_KUBECONFIG/],
  ])('says what is wrong: %s', async (_, load, message) => {
    await expect(load()).rejects.toThrow(message);
    await expect(load()).rejects.toBeInstanceOf(ConfigError);
  });

  it.each(['{', 'just text', '[]'])('refuses %j without repeating it', async (text) => {
    const bad = join(directory, 'bad');
    writeFileSync(bad, `${text} very-secret`);
    await expect(loadKubeconfig(bad)).rejects.toThrow(/kubeconfig/);
    await expect(loadKubeconfig(bad)).rejects.not.toThrow(/very-secret/);
  });
});
