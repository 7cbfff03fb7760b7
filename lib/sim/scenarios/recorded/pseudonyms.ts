// Other names for what identifies a cluster: the same original always gets the same one, so that relations hold.
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** RFC 5737: addresses for documentation, three networks of 256. */
const DOCUMENTATION = ['192.0.2', '198.51.100', '203.0.113'];
/** RFC 2544: for benchmarks, 512 networks more. */
const BENCHMARK_FIRST = 198 * 65_536 + 18 * 256;
const BENCHMARK_COUNT = 512;
/** RFC 1112, reserved and never routed: as many as anybody may have. */
const RESERVED_FIRST = 240 * 65_536;
/** What networks larger than a /24 become: the range most addresses come from. */
const WIDE = '198.18.0.0/15';
const NETWORK_BITS = 24;
const HOSTS_MAX = 254;

export class Pseudonyms {
  readonly #known = new Map<string, string>();
  readonly #networks = new Map<string, { prefix: string; hosts: number }>();
  #macs = 0;

  /** By their order, and not by a Random: a cluster that replays makes its own uids by one, and they must differ. */
  uid(original: string): string {
    return this.#other(`uid ${original.toLowerCase()}`, () => {
      const hex = hexDigits(`recorded uid ${this.#known.size}`, 32);
      return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join(
        '-',
      );
    });
  }

  /** As many hex digits as the original has, at most 64. */
  hex(original: string): string {
    return this.#other(`hex ${original}`, () => hexDigits(`recorded hex ${this.#known.size}`, original.length));
  }

  /** RFC 7042 keeps 00-00-5E-00-53 for documentation; beyond 256 they are locally administered. */
  mac(original: string): string {
    return this.#other(`mac ${original.toLowerCase()}`, () => {
      const index = this.#macs++;
      const digits = index
        .toString(16)
        .padStart(6, '0')
        .replace(/(..)(..)(..)/, '$1:$2:$3');
      return index < 256 ? `00:00:5e:00:53:${digits.slice(-2)}` : `02:00:5e:${digits}`;
    });
  }

  /** An address, or a network as `10.244.1.0/24`. Loopback, unspecified, broadcast and link-local ones are everybody's. */
  ipv4(original: string): string {
    const [address = '', bits] = original.split('/');
    if (/^(0|127|255|169\.254)\./.test(address)) return original;
    const dot = address.lastIndexOf('.');
    const network = this.#network(address.slice(0, dot));
    const host = address.slice(dot + 1);
    if (bits === undefined || bits === '32') {
      const other = `${network.prefix}.${this.#host(network, address, host)}`;
      return bits === undefined ? other : `${other}/32`;
    }
    return Number(bits) < NETWORK_BITS ? WIDE : `${network.prefix}.0/${NETWORK_BITS}`;
  }

  /** RFC 3849: 2001:db8::/32, another /64 for each. Null where the text is no address. */
  ipv6(original: string): string | null {
    const [address = '', bits] = original.toLowerCase().split('/');
    if (!isIPv6(address)) return null;
    if (address === '::' || address === '::1' || address.startsWith('fe80:')) return original;
    const prefix = groupsOf(address).slice(0, 4).join(':');
    const network = this.#other(`net6 ${prefix}`, () => `2001:db8:0:${(this.#known.size + 1).toString(16)}`);
    if (bits !== undefined && Number(bits) <= 64) return `${network}::/64`;
    const host = this.#other(`host6 ${address}`, () => (this.#known.size + 1).toString(16));
    return `${network}::${host}${bits === undefined ? '' : `/${bits}`}`;
  }

  #network(original: string) {
    const known = this.#networks.get(original);
    if (known !== undefined) return known;
    const made = { prefix: prefixOf(this.#networks.size), hosts: 0 };
    this.#networks.set(original, made);
    return made;
  }

  /** In the order they are met; .0 is the network itself. */
  #host(network: { hosts: number }, address: string, host: string): string {
    if (host === '0' || host === '255') return host;
    return this.#other(`host ${address}`, () => String((network.hosts++ % HOSTS_MAX) + 1));
  }

  #other(key: string, make: () => string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

function hexDigits(text: string, count: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, count);
}

function prefixOf(index: number): string {
  const documentation = DOCUMENTATION[index];
  if (documentation !== undefined) return documentation;
  const rest = index - DOCUMENTATION.length;
  const number = rest < BENCHMARK_COUNT ? BENCHMARK_FIRST + rest : RESERVED_FIRST + rest - BENCHMARK_COUNT;
  return [number >>> 16, (number >>> 8) & 255, number & 255].join('.');
}

/** All eight groups, `::` filled in. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  if (tail === undefined) return front;
  const back = tail === '' ? [] : tail.split(':');
  return [...front, ...Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0'), ...back];
}
