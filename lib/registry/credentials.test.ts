import { describe, expect, it } from 'vitest';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { credentialsFor, type PullEntry, parsePullSecret } from './credentials.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const json = (auths: unknown) => JSON.stringify({ auths });

function usersFor(image: string, entries: readonly PullEntry[]): string[] {
  const reference = parseImageReference(image);
  if (reference === null) throw new Error(`no reference: ${image}`);
  return credentialsFor(reference, entries).map(({ username }) => username);
}

describe('a pull secret', () => {
  it.each([
    ['name and password', { username: 'pi', password: 'a:b' }, [{ username: 'pi', password: 'a:b' }]],
    ['both in one', { auth: base64('pi:a:b') }, [{ username: 'pi', password: 'a:b' }]],
    ['without its padding', { auth: base64('pi:ab').replace(/=+$/, '') }, [{ username: 'pi', password: 'ab' }]],
    [
      'both ways, of which the second counts',
      { username: 'x', auth: base64('pi:p') },
      [{ username: 'pi', password: 'p' }],
    ],
    ['what has no colon', { auth: base64('pi') }, []],
    ['nothing', {}, []],
    ['a token of another kind', { identitytoken: 'abc' }, []],
    ['something else', 'pi:p', []],
  ])('holds %s', (_, entry, expected) => {
    const found = expected.map((one) => ({ pattern: 'ghcr.io', ...one }));
    expect(parsePullSecret('.dockerconfigjson', json({ 'ghcr.io': entry }))).toEqual(found);
    expect(parsePullSecret('.dockercfg', JSON.stringify({ 'ghcr.io': entry }))).toEqual(found);
  });

  it.each(['', 'null', '[]', '{"auths":[]}', '{"auths":null}', '{', '"x"'])(
    'that makes no sense holds nothing: %s',
    (text) => {
      expect(parsePullSecret('.dockerconfigjson', text)).toEqual([]);
    },
  );

  // Cases after kubernetes pkg/credentialprovider/keyring_test.go.
  it.each([
    ['ghcr.io', 'ghcr.io/team/shop', true],
    ['https://ghcr.io', 'ghcr.io/team/shop', true],
    ['ghcr.io/team', 'ghcr.io/team/shop', true],
    ['ghcr.io/other', 'ghcr.io/team/shop', false],
    ['https://registry.example/v1/', 'registry.example/shop', true],
    ['https://registry.example/v2/team', 'registry.example/team/shop', true],
    ['*.example.org', 'registry.example.org/shop', true],
    ['*.example.org', 'example.org/shop', false],
    ['*.example.org', 'a.registry.example.org/shop', false],
    ['*.*.example.org', 'a.registry.example.org/shop', true],
    ['registry.*.org', 'registry.example.org/shop', true],
    ['*-good.example.org', 'very-good.example.org/shop', true],
    ['e*e.org', 'example.org/shop', true],
    ['e*e.org', 'e.org/shop', false],
    ['*example.org', 'example.org/shop', true],
    ['*.example.org:5000', 'a.example.org:5000/shop', true],
    ['*.example.org:5000', 'a.example.org/shop', false],
    ['a.example.org', 'a.example.org:5000/shop', false],
    ['https://index.docker.io/v1/', 'nginx', true],
    ['index.docker.io', 'team/shop', true],
    ['docker.io', 'nginx', true],
    ['https://index.docker.io/v1/', 'quay.io/team/shop', false],
    ['user@ghcr.io', 'ghcr.io/team/shop', false],
    ['', 'ghcr.io/team/shop', false],
  ])('for %j is tried for %s: %s', (pattern, image, expected) => {
    const entries = parsePullSecret('.dockerconfigjson', json({ [pattern]: { username: 'pi', password: 'p' } }));
    expect(usersFor(image, entries)).toEqual(expected ? ['pi'] : []);
  });

  it('tries the most specific first, and Docker Hub only where nothing else fits', () => {
    const auth = (username: string) => ({ username, password: 'p' });
    const entries = parsePullSecret(
      '.dockerconfigjson',
      json({ 'ghcr.io': auth('all'), 'ghcr.io/team': auth('team'), 'index.docker.io': auth('hub') }),
    );
    expect(usersFor('ghcr.io/team/shop', entries)).toEqual(['team', 'all']);
    expect(usersFor('nginx', entries)).toEqual(['hub']);
  });
});
