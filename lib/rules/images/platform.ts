// Which platforms an image has, which a board runs, and whether they meet.
// Mirrors github.com/containerd/platforms {compare,database,platforms}.go; versions of Windows are not compared.

/** As in a manifest list: `linux`, `arm`, `v7`; variant '' where there is none. */
export interface Platform {
  os: string;
  architecture: string;
  variant: string;
}

/** Last minor of each arm64 major that a board runs, by its variant (arm64variantToVersion). */
const ARM64_MINORS: Readonly<Record<string, number>> = { v8: 9, v9: 7 };
/** An arm64 v9.n runs all up to v8.(n + 5). */
const V9_IS_V8 = 5;
const ARM_LEAST = 5;
/** Architectures that Kubernetes has released a kubelet for, and those that boards bring on their own. */
export const KNOWN_ARCHITECTURES = ['386', 'amd64', 'arm', 'arm64', 'loong64', 'ppc64le', 'riscv64', 's390x'] as const;

/** `linux/arm/v7`: an absent variant is ''. Null for what names no architecture. */
export function parsePlatform(text: string): Platform | null {
  const [os = '', architecture = '', variant = '', ...more] = text.split('/');
  if (os === '' || architecture === '' || more.length > 0) return null;
  return normalised({ os, architecture, variant });
}

/** `linux/arm/v7`, `linux/amd64`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}

/** One spelling for each platform: arm has always a variant, arm64's v8 and amd64's v1 are left out. */
export function normalised(platform: Platform): Platform {
  const os = platform.os.toLowerCase();
  const variant = platform.variant.toLowerCase();
  const architecture = platform.architecture.toLowerCase();
  switch (architecture) {
    case 'i386':
      return { os, architecture: '386', variant: '' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { os, architecture: 'amd64', variant: variant === 'v1' ? '' : variant };
    case 'aarch64':
    case 'arm64':
      return { os, architecture: 'arm64', variant: arm64Variant(variant) };
    case 'armhf':
      return { os, architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { os, architecture: 'arm', variant: 'v6' };
    case 'arm':
      return { os, architecture, variant: armVariant(variant) };
    default:
      return { os, architecture, variant };
  }
}

function arm64Variant(variant: string): string {
  if (['8', 'v8', 'v8.0'].includes(variant)) return '';
  return ['9', '9.0', 'v9.0'].includes(variant) ? 'v9' : variant;
}

function armVariant(variant: string): string {
  if (variant === '') return 'v7';
  return /^[5-8]$/.test(variant) ? `v${variant}` : variant;
}

/** Whether a runtime on such a board accepts an entry of this platform from a manifest list (platforms.Only). */
export function runsOn(image: Platform, board: Platform): boolean {
  return rank(image, board) !== null;
}

/** The entry that a runtime on such a board takes, the closest first; null where it has none for it. */
export function choosePlatform<P extends Platform>(platforms: readonly P[], board: Platform): P | null {
  let best: { platform: P; rank: number } | null = null;
  for (const platform of platforms) {
    const its = rank(platform, board);
    if (its !== null && (best === null || its < best.rank)) best = { platform, rank: its };
  }
  return best?.platform ?? null;
}

/**
 * Values of `kubernetes.io/arch` whose nodes can run one of these, sorted: a 32-bit Arm image counts for arm64 too, as
 * containerd takes it there. `arm` counts where some board of that label can: one of v6 may yet lack a v7 image.
 */
export function architecturesOf(platforms: readonly Platform[], os = 'linux'): string[] {
  const known = new Set<string>([...KNOWN_ARCHITECTURES, ...platforms.map((one) => normalised(one).architecture)]);
  const boards = (architecture: string): Platform[] =>
    architecture === 'arm'
      ? ['v5', 'v6', 'v7', 'v8'].map((variant) => ({ os, architecture, variant }))
      : [{ os, architecture, variant: '' }];
  return [...known]
    .filter((architecture) => boards(architecture).some((board) => choosePlatform(platforms, board) !== null))
    .sort();
}

/** 0 for the very platform of the board, more for others it accepts; null for those it does not. */
function rank(image: Platform, board: Platform): number | null {
  const wanted = formatPlatform(normalised(image));
  const index = accepted(normalised(board)).findIndex((platform) => formatPlatform(normalised(platform)) === wanted);
  return index < 0 ? null : index;
}

/** What a board accepts, best first (platformVector). */
function accepted(board: Platform): Platform[] {
  const { os, architecture, variant } = board;
  switch (architecture) {
    case 'amd64':
      return [board, ...lower(board, 1), { os, architecture: '386', variant: '' }];
    case 'arm':
      return [board, ...lower(board, ARM_LEAST)];
    case 'arm64':
      return [...arm64Levels(os, variant), ...accepted({ os, architecture: 'arm', variant: 'v8' })];
    default:
      return [board];
  }
}

function lower({ os, architecture, variant }: Platform, least: number): Platform[] {
  const version = /^v\d{1,2}$/.test(variant) ? Number(variant.slice(1)) : 0;
  const count = Math.max(0, version - least);
  return Array.from({ length: count }, (_, index) => ({ os, architecture, variant: `v${version - 1 - index}` }));
}

function arm64Levels(os: string, variant: string): Platform[] {
  const [major = 'v8', minor = '0'] = (variant || 'v8').split('.');
  const most = ARM64_MINORS[major];
  if (most === undefined || Number(minor) > most) return [];
  const own = levels(os, major, Number(minor));
  return major === 'v9' ? [...own, ...levels(os, 'v8', Math.min(9, Number(minor) + V9_IS_V8))] : own;
}

function levels(os: string, major: string, minor: number): Platform[] {
  return Array.from({ length: minor + 1 }, (_, index) => {
    const level = minor - index;
    return { os, architecture: 'arm64', variant: level === 0 ? major : `${major}.${level}` };
  });
}
