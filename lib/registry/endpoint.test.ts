import { describe, expect, it } from 'vitest';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { endpointOf } from './endpoint.ts';
import { EVERY_REGISTRY, type RegistryPolicy } from './policy.ts';
import { RegistryError } from './registry-error.ts';

const EVERYWHERE: RegistryPolicy = { ...EVERY_REGISTRY, mirror: null };

function urlOf(image: string, policy = EVERYWHERE): string {
  const reference = parseImageReference(image);
  if (reference === null) throw new Error(`no reference: ${image}`);
  return endpointOf(reference, policy).url('manifests/x').href;
}

describe('a repository is asked for', () => {
  it.each([
    ['nginx', 'https://registry-1.docker.io/v2/library/nginx/manifests/x'],
    ['team/shop', 'https://registry-1.docker.io/v2/team/shop/manifests/x'],
    ['index.docker.io/team/shop', 'https://registry-1.docker.io/v2/team/shop/manifests/x'],
    ['ghcr.io/team/shop', 'https://ghcr.io/v2/team/shop/manifests/x'],
    ['nas.local:5000/shop', 'https://nas.local:5000/v2/shop/manifests/x'],
  ])('of %s at %s', (image, expected) => {
    expect(urlOf(image)).toBe(expected);
  });

  it('without TLS only where that is said', () => {
    const policy = { ...EVERYWHERE, named: new Set(['nas.local:5000']), plain: new Set(['nas.local:5000']) };
    expect(urlOf('nas.local:5000/shop', policy)).toMatch(/^http:/);
    expect(urlOf('nas.local:5001/shop', policy)).toMatch(/^https:/);
  });

  it('of a mirror with the name of its registry, below the path that it has', () => {
    const mirror = { url: 'https://mirror.local/hub', ca: null, takesCredentials: false };
    expect(urlOf('nginx', { ...EVERYWHERE, mirror })).toBe(
      'https://mirror.local/hub/v2/library/nginx/manifests/x?ns=docker.io',
    );
  });

  it.each(['1.1.1.999/shop', 'nas.local:99999/shop', 'user:x.y/shop'])(
    'of nobody where no host can have that name: %s',
    (image) => {
      expect(() => urlOf(image)).toThrow(RegistryError);
    },
  );

  it('of whatever name at no host but the one it names, and at no other path', () => {
    const signs = [
      'a',
      'io',
      '.',
      '..',
      '/',
      ':',
      '@',
      '%2e',
      '%2F',
      '?',
      '#',
      '\\',
      '[::1]',
      '-',
      '_',
      '999',
      '1',
      'É',
      ' ',
      '\n',
    ];
    let state = 11;
    const draw = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let asked = 0;
    for (let run = 0; run < 20_000; run++) {
      const text = Array.from({ length: 1 + draw(9) }, () => signs[draw(signs.length)]).join('');
      const reference = parseImageReference(text);
      if (reference === null) continue;
      try {
        const url = endpointOf(reference, EVERYWHERE).url('manifests/x');
        asked += 1;
        const [host = ''] = reference.repository.split('/', 1);
        const expected = host === 'docker.io' ? 'registry-1.docker.io' : host.toLowerCase().replace(/:443$/, '');
        expect([url.protocol, url.username, url.password, url.search, url.hash]).toEqual(['https:', '', '', '', '']);
        expect(url.hostname.replaceAll(/[[\]]/g, '')).not.toBe('');
        expect(sameHost(url.host, expected), `${text} -> ${url.href}`).toBe(true);
        expect(url.pathname).toMatch(/^\/v2\/[a-z0-9._/-]+\/manifests\/x$/);
      } catch (error) {
        // Some names of hosts no URL can have: nobody is asked then either.
        if (!(error instanceof RegistryError)) throw error;
      }
    }
    expect(asked).toBeGreaterThan(100);
  });
});

/** A URL writes numbers as addresses, and ports without leading zeros. */
function sameHost(host: string, named: string): boolean {
  return URL.canParse(`https://${named}`) && new URL(`https://${named}`).host === host;
}
