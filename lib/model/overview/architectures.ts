// The architectures a board can have, in the order of the rack, with names for people.
// Keys are `kubernetes.io/arch` values (Go's GOARCH).

export interface ArchitectureName {
  arch: string;
  /** `64-bit ARM`. */
  title: string;
  /** Three characters or so, for a chip: `a64`. */
  short: string;
}

const KNOWN: readonly ArchitectureName[] = [
  { arch: 'arm64', title: '64-bit ARM', short: 'a64' },
  { arch: 'arm', title: '32-bit ARM', short: 'a32' },
  { arch: 'amd64', title: 'x86-64', short: 'x64' },
  { arch: 'riscv64', title: '64-bit RISC-V', short: 'rv' },
  { arch: 'ppc64le', title: '64-bit POWER', short: 'p64' },
  { arch: 's390x', title: 'IBM Z', short: 'z' },
];

/** A name for any architecture: one we do not know is called what Kubernetes calls it. */
export function architectureName(arch: string): ArchitectureName {
  const known = KNOWN.find((name) => name.arch === arch);
  if (known !== undefined) return known;
  if (arch === 'unknown') return { arch, title: 'architecture not known', short: '?' };
  return { arch, title: arch, short: arch.slice(0, 3) };
}

/** For sorting: known ones in the order of the rack, then others by name, `unknown` last. */
export function compareArchitectures(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(arch: string): number {
  if (arch === 'unknown') return KNOWN.length + 1;
  const index = KNOWN.findIndex((name) => name.arch === arch);
  return index < 0 ? KNOWN.length : index;
}
