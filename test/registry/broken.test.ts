import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARM, Reading, texts } from './reading.ts';
import { IMAGE, INDEX, type TestRegistry } from './test-registry.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const MIB = 1024 * 1024;

describe('of a registry the reader says', () => {
  let reading: Reading;
  let registry: TestRegistry;
  const failure = (name: string) => reading.failure(`${registry.host}/${name}`);

  beforeEach(async () => {
    reading = new Reading();
    registry = await reading.registry();
    reading.readFrom([registry]);
  });
  afterEach(() => reading.close());

  it.each([
    ['broken JSON', '{"schemaVersion":2,', 'broken'],
    ['JSON that is no object', '[1]', 'broken'],
    ['an empty answer', '', 'broken'],
    ['a list without manifests', { mediaType: INDEX }, 'broken'],
    ['a list with a digest that is a path', { mediaType: INDEX, manifests: [{ digest: '../../x' }] }, 'broken'],
    ['what is both list and image', { manifests: [], config: { digest: DIGEST }, layers: [] }, 'broken'],
    ['a web page', '<html>login</html>', 'broken'],
    ['an empty list', { mediaType: INDEX, manifests: [] }, 'unsupported'],
    ['the first image format', { schemaVersion: 1, architecture: 'amd64' }, 'unsupported'],
  ])('that answers %s', async (_, body, problem) => {
    registry.interrupt = (__, response) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(200, { 'content-type': IMAGE }).end(text);
      return true;
    };
    const error = await failure('shop:v1');
    expect(error.problem).toBe(problem);
    expect(error.message).not.toContain('login');
  });

  it('that holds a chart, not an image', async () => {
    const config = registry.put({ name: 'chart' }, 'application/vnd.cncf.helm.config.v1+json');
    registry.tag('chart', 'v1', registry.put({ schemaVersion: 2, config: { digest: config }, layers: [] }, IMAGE));
    expect(await failure('chart:v1')).toMatchObject({ problem: 'unsupported' });
  });

  it.each([
    ['announced', { 'content-length': 10 * MIB }],
    ['not announced', {}],
  ])('that 10 MB are too much, and receives no more of them (length %s)', async (_, headers) => {
    let sent = 0;
    let isCut = false;
    registry.interrupt = (__, response) => {
      response.writeHead(200, { 'content-type': INDEX, ...headers });
      const chunk = Buffer.alloc(MIB / 16, ' ');
      const push = (): void => {
        while (sent < 10 * MIB) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', push);
        }
        response.end();
      };
      response.on('close', () => {
        isCut = !response.writableFinished;
      });
      push();
      return true;
    };
    const error = await failure('shop:v1');
    expect(error).toMatchObject({ problem: 'broken', message: expect.stringContaining('more than the 4096 KiB') });
    await expect.poll(() => isCut).toBe(true);
    expect(sent).toBeLessThan(10 * MIB);
  });

  it('that is slow: it did not answer in time, to the last byte', async () => {
    reading.readFrom([registry], { timeoutMs: 200 });
    registry.interrupt = (_, response) => {
      response.writeHead(200, { 'content-type': IMAGE }).write('{');
      return true;
    };
    const message = `${registry.host} cannot be reached: it did not answer in time`;
    expect(await failure('shop:v1')).toMatchObject({ problem: 'unreachable', message });
  });

  it('that cuts its answers off that it cannot be reached, and reads it when it is well', async () => {
    registry.tag('shop', 'v1', registry.index(ARM));
    registry.interrupt = (_, response) => {
      response.writeHead(200, { 'content-type': IMAGE, 'content-length': 1_000 }).write('{');
      setImmediate(() => response.destroy());
      return true;
    };
    expect(await failure('shop:v1')).toMatchObject({ problem: 'unreachable' });
    registry.interrupt = () => false;
    reading.nowMs += 2_000;
    expect(texts(await reading.read(`${registry.host}/shop:v1`))).toHaveLength(ARM.length);
  });

  it('that is not there that the connection was refused', async () => {
    const { host } = registry;
    await registry.close();
    const message = `${host} cannot be reached: the connection was refused`;
    expect(await reading.failure(`${host}/shop:v1`)).toMatchObject({ problem: 'unreachable', message });
    await registry.start();
  });
});
