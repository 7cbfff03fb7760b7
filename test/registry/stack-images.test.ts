import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fullName } from '#lib/rules/images/reference.ts';
import { checkImages } from '#scripts/check-images.ts';
import { ARM, Reading } from './reading.ts';
import { IMAGE, INDEX, type TestRegistry } from './test-registry.ts';

const SAID = ['linux/amd64', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm64'];

describe('what the stack says of an image', () => {
  let reading: Reading;
  let registry: TestRegistry;

  beforeEach(async () => {
    reading = new Reading();
    registry = await reading.registry();
    reading.readFrom([registry]);
    const manifests = ARM.map((platform) => ({ mediaType: IMAGE, digest: registry.image(platform), platform }));
    registry.tag('shop', 'v1', registry.list(manifests, INDEX));
    registry.tag('alone', 'v1', registry.image({ os: 'linux', architecture: 'amd64' }));
  });
  afterEach(() => reading.close());

  it.each([
    ['is so', 'shop:v1', SAID, 'as-said', 'as said'],
    ['is so, in another spelling', 'shop:v1', [...SAID.slice(0, 3), 'linux/arm64/v8'], 'as-said', 'as said'],
    ['is so, and there is more', 'shop:v1', SAID.slice(0, 3), 'as-said', 'as said, and also linux/arm64'],
    ['promises too much', 'alone:v1', SAID.slice(0, 2), 'differs', 'it has no linux/arm/v6; it has linux/amd64'],
    ['is of a tag that is not there', 'shop:v2', SAID, 'not-read', expect.stringContaining('does not have it')],
  ])('%s', async (_, name, platforms, state, words) => {
    const reference = `${registry.host}/${name}`;
    const reader = { read: (parsed: Parameters<typeof fullName>[0]) => reading.read(fullName(parsed)) };
    expect(await checkImages([{ reference, platforms }], reader)).toEqual([{ reference, state, words }]);
  });

  it('cannot be read of what is no name', async () => {
    const nobody = { read: () => Promise.reject(new Error('nothing is to be asked')) };
    const verdicts = await checkImages([{ reference: 'no name!', platforms: [] }], nobody);
    expect(verdicts).toMatchObject([{ state: 'not-read', words: 'this is no name of an image' }]);
  });
});
