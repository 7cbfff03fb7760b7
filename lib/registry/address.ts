// What an IP address stands for: a registry may live anywhere but on the machine that asks, its link and its metadata service.
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** `near`: this machine or its link, for registries that the operator named. `never`: no registry's, whoever names it. */
export type AddressKind = 'open' | 'near' | 'never';

/** Loopback, link-local and unspecified (RFC 1122, 3927, 4291). */
const NEAR = blockList([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
]);

/** Multicast, reserved, Teredo; and where clouds answer their machines with credentials. */
const NEVER = blockList([
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['ff00::', 8],
  ['2001::', 32],
  // AWS, Azure, Google, DigitalOcean and others.
  ['169.254.169.254', 32],
  // AWS: containers, and clusters' identities.
  ['169.254.170.2', 32],
  ['169.254.170.23', 32],
  // Azure's host, Alibaba, Oracle; AWS and Google by IPv6.
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
]);

export function addressKind(address: string): AddressKind {
  if (isIPv4(address)) return kindIn(address, 'ipv4');
  // With a zone it is a link's; anything that is no address must not be connected to.
  if (!isIPv6(address) || address.includes('%')) return 'never';
  const embedded = embeddedIPv4(groupsOf(address));
  return embedded === null ? kindIn(address, 'ipv6') : addressKind(embedded);
}

function kindIn(address: string, family: 'ipv4' | 'ipv6'): AddressKind {
  if (NEVER.check(address, family)) return 'never';
  return NEAR.check(address, family) ? 'near' : 'open';
}

/** The IPv4 address that an IPv6 one leads to: mapped, compatible (RFC 4291), NAT64 (6052, 8215), 6to4 (3056). */
function embeddedIPv4(groups: readonly number[]): string | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const leadingZero = a === 0 && b === 0 && c === 0 && d === 0;
  const isMapped = leadingZero && e === 0 && f === 0xffff;
  const isTranslated = leadingZero && e === 0xffff && f === 0;
  // `::` and `::1` are addresses of their own.
  const isCompatible = leadingZero && e === 0 && f === 0 && (g !== 0 || h > 1);
  const isNat64 = a === 0x64 && b === 0xff9b;
  if (isMapped || isTranslated || isCompatible || isNat64) return dotted(g, h);
  return a === 0x2002 ? dotted(b, c) : null;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const before = numbersOf(head);
  if (tail === undefined) return before;
  const after = numbersOf(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function numbersOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function blockList(subnets: readonly (readonly [address: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}
