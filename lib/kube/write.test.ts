import { afterEach, describe, expect, it } from 'vitest';
import { ScriptedApi, sendJson } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { Transport } from './transport.ts';
import { createObject, deleteObject, patchObject } from './write.ts';

describe('a write that is only tried out', () => {
  let api: ScriptedApi;
  let transport: Transport;

  async function start(): Promise<void> {
    api = new ScriptedApi((_, response) => sendJson(response, {}));
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  }
  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  const pod = '/api/v1/namespaces/default/pods/web';
  const merge = 'application/merge-patch+json';

  it.each([true, false])('says so where the API server looks for it: %s', async (dryRun) => {
    await start();
    await patchObject(transport, { path: pod, type: merge, patch: {}, dryRun });
    await createObject(transport, { path: '/api/v1/namespaces/default/pods', object: {}, dryRun });
    await deleteObject(transport, { path: pod, options: { preconditions: { uid: 'u' } }, dryRun });
    const [patched, created, deleted] = api.requests;
    const wanted = dryRun ? 'All' : null;
    expect([patched?.query.get('dryRun'), created?.query.get('dryRun')]).toEqual([wanted, wanted]);
    // A DELETE with a body is taken from its body alone.
    expect(deleted?.query.has('dryRun')).toBe(false);
    const options = JSON.parse(deleted?.body ?? '') as unknown;
    expect(options).toEqual({ preconditions: { uid: 'u' }, ...(dryRun && { dryRun: ['All'] }) });
  });
});
