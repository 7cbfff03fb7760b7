// The boards of the big cluster: five kinds of four architectures, mixed by the seed.
import type { Board } from '../../kubelet/board.ts';
import type { Random } from '../../random.ts';
import type { NodeInput } from '../objects/nodes.ts';

interface BoardKind {
  /** What node names start with. */
  short: string;
  /** Of a hundred boards, about. */
  share: number;
  board: Omit<Board, 'node' | 'dark'>;
  node: Omit<NodeInput, 'name' | 'age' | 'architecture' | 'address' | 'podCIDR'>;
  label: string;
}

export interface BigBoard {
  board: Board;
  node: NodeInput;
}

const RUNTIME = { runtime: 'containerd' } as const;
const KUBELET = { kubeletVersion: 'v1.37.2', runtime: 'containerd://2.1.4' } as const;
const RASPBERRY_OS = 'Debian GNU/Linux 13 (trixie)';

/** The first has room for everything: it stands first, so that a cluster of one board is not the smallest. */
const KINDS: readonly BoardKind[] = [
  {
    short: 'mini',
    share: 20,
    label: 'x86 mini PC',
    board: { architecture: 'amd64', coreSpeed: 4, pullBytesPerSecond: 30_000_000, ...RUNTIME },
    node: {
      ...KUBELET,
      osImage: 'Ubuntu 24.04.3 LTS',
      kernelVersion: '6.8.0-85-generic',
      cores: 8,
      memoryKi: 16_211_200,
      storageKi: 244_506_940,
    },
  },
  {
    short: 'pi5',
    share: 25,
    label: 'Raspberry Pi 5',
    board: { architecture: 'arm64', coreSpeed: 3, pullBytesPerSecond: 20_000_000, ...RUNTIME },
    node: {
      ...KUBELET,
      osImage: RASPBERRY_OS,
      kernelVersion: '6.12.47+rpt-rpi-2712',
      cores: 4,
      memoryKi: 8_257_040,
      storageKi: 122_010_624,
    },
  },
  {
    short: 'pi4',
    share: 30,
    label: 'Raspberry Pi 4',
    board: { architecture: 'arm64', coreSpeed: 1.8, pullBytesPerSecond: 10_000_000, ...RUNTIME },
    node: {
      ...KUBELET,
      osImage: RASPBERRY_OS,
      kernelVersion: '6.12.47+rpt-rpi-v8',
      cores: 4,
      memoryKi: 3_884_300,
      storageKi: 60_988_412,
    },
  },
  {
    short: 'pi3',
    share: 15,
    label: 'Raspberry Pi 3',
    board: { architecture: 'arm', coreSpeed: 1, pullBytesPerSecond: 2_500_000, ...RUNTIME },
    node: {
      ...KUBELET,
      osImage: 'Raspbian GNU/Linux 13 (trixie)',
      kernelVersion: '6.12.47+rpt-rpi-v7',
      cores: 4,
      memoryKi: 942_380,
      storageKi: 30_474_124,
    },
  },
  {
    short: 'vf2',
    share: 10,
    label: 'VisionFive 2',
    board: { architecture: 'riscv64', coreSpeed: 1.2, pullBytesPerSecond: 8_000_000, ...RUNTIME },
    node: {
      ...KUBELET,
      osImage: 'Debian GNU/Linux 13 (trixie)',
      kernelVersion: '6.12.43+deb13-riscv64',
      cores: 4,
      memoryKi: 8_128_800,
      storageKi: 60_988_412,
    },
  },
];

const DIGITS = 4;
const BOARDS_PER_NETWORK = 250;
const NETWORKS_PER_BLOCK = 256;
/** 10.128.0.0/9 is the pods': a /24 for each board. */
const POD_BLOCK = 128;
const AGE_HOURS_MIN = 24 * 31;
const AGE_HOURS_SPREAD = 24 * 300;

/** One of each kind first, then by chance. */
export function bigBoards(count: number, random: Random): BigBoard[] {
  return Array.from({ length: count }, (_, index) => {
    const drawn = kindOf(random.integer(100));
    const kind = KINDS[index] ?? drawn;
    const name = `${kind.short}-${String(index + 1).padStart(DIGITS, '0')}`;
    const { architecture } = kind.board;
    return {
      board: { node: name, ...kind.board, dark: [] },
      node: {
        ...kind.node,
        name,
        architecture,
        age: `${AGE_HOURS_MIN + random.integer(AGE_HOURS_SPREAD)}h`,
        address: `192.168.${Math.floor(index / BOARDS_PER_NETWORK)}.${(index % BOARDS_PER_NETWORK) + 1}`,
        podCIDR: `10.${POD_BLOCK + Math.floor(index / NETWORKS_PER_BLOCK)}.${index % NETWORKS_PER_BLOCK}.0/24`,
        annotations: { 'bramble/board': kind.label },
      },
    };
  });
}

function kindOf(percent: number): BoardKind {
  let below = 0;
  for (const kind of KINDS) {
    below += kind.share;
    if (percent < below) return kind;
  }
  throw new Error(`the shares of the kinds of boards add up to ${below}, not to 100`);
}
