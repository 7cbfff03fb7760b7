// Which board a node is, from what its kubelet reports, and how sure that is.
// A Node object names no hardware: kernels built for one board give it away, otherwise cores and memory hint.

import type { NodeRecord } from '../records/records.ts';
import type { BoardGuess } from './overview-view.ts';

/** A person's word; it wins over every guess. */
export const BOARD_ANNOTATION = 'bramble/board';

const GIBIBYTE = 1024 ** 3;

interface Clues {
  arch: string;
  kernel: string;
  osImage: string;
  /** Sold memory: what the kernel leaves, rounded up to a size that boards come with. */
  memoryGiB: number | null;
  cores: number | null;
}

type Guess = Pick<BoardGuess, 'label' | 'sure' | 'why'>;

interface Pattern {
  matches(clues: Clues): boolean;
  guess(clues: Clues): Guess;
}

/** The first match counts: the more telling a pattern, the earlier it stands. */
const PATTERNS: readonly Pattern[] = [
  kernel(/-2712|-v8-16k\+/, 'Raspberry Pi 5', 'likely'),
  kernel(/-v7l\+/, 'Raspberry Pi 4', 'likely'),
  kernel(/-bee42-v8|-hypriotos-v7\+/, 'Raspberry Pi 3', 'likely'),
  kernel(/-tegra/, 'NVIDIA Jetson', 'likely'),
  {
    matches: ({ arch, kernel, cores, memoryGiB }) =>
      arch === 'arm64' && kernel.startsWith('3.14.') && cores === 4 && memoryGiB === 2,
    guess: ({ kernel }) => ({
      label: 'Odroid C2',
      sure: 'likely',
      why: `64-bit ARM with kernel ${kernel}, 4 cores and 2 GB is an Odroid C2 with its vendor's kernel`,
    }),
  },
  kernel(/meson64/, 'Amlogic board', 'guess'),
  { matches: ({ kernel }) => /-v8\+|rpi-v8/.test(kernel), guess: raspberryByMemory },
  kernel(/-v7\+|rpi-v7/, 'Raspberry Pi 2 or 3', 'guess'),
  kernel(/-raspi/, 'Raspberry Pi', 'guess'),
  {
    matches: ({ arch, cores, memoryGiB }) => arch === 'amd64' && cores === 4 && memoryGiB !== null && memoryGiB <= 2,
    guess: () => ({
      label: 'x86 board',
      sure: 'guess',
      why: '4 cores and 2 GB are a small board; its kernel is generic',
    }),
  },
];

/** Never empty: a node that gives nothing away is an `arm64 board`, and the guess says that it is not known. */
export function guessBoard(node: NodeRecord): BoardGuess {
  const clues = cluesOf(node);
  const confirmed = node.annotations[BOARD_ANNOTATION];
  if (confirmed) {
    const why = `the node's annotation ${BOARD_ANNOTATION} says so`;
    return { label: confirmed, detail: null, sure: 'confirmed', why };
  }
  const guess = PATTERNS.find((pattern) => pattern.matches(clues))?.guess(clues) ?? unknownBoard(clues);
  return { ...guess, detail: bitsOf(clues, guess) };
}

function kernel(pattern: RegExp, label: string, sure: 'likely' | 'guess'): Pattern {
  return {
    matches: (clues) => pattern.test(clues.kernel),
    guess: (clues) => ({ label, sure, why: `kernel ${clues.kernel} is built for it` }),
  };
}

/** One kernel serves Pi 3, 4 and Zero 2: only the memory tells them apart, and not surely. */
function raspberryByMemory({ kernel, memoryGiB }: Clues): Guess {
  const why = `kernel ${kernel} is built for 64-bit Raspberry Pis`;
  if (memoryGiB === null) return { label: 'Raspberry Pi', sure: 'guess', why };
  const label = memoryGiB < 1 ? 'Raspberry Pi Zero 2' : memoryGiB === 1 ? 'Raspberry Pi 3' : 'Raspberry Pi 4';
  return { label, sure: 'guess', why: `${why}, and ${memoryGiB} GB suggests this one` };
}

function unknownBoard({ arch, kernel }: Clues): Guess {
  const label = arch === 'unknown' ? 'board' : `${arch} board`;
  const why = kernel === '' ? 'its kubelet has not reported a kernel' : `kernel ${kernel} names no board`;
  return { label, sure: 'unknown', why };
}

/** Whether kernel and userland agree matters for images; for a board that is not named it says nothing new. */
function bitsOf({ arch, kernel, osImage }: Clues, guess: Guess): string | null {
  if (arch === 'arm64' && osImage.startsWith('Raspbian')) return '32-bit userland';
  if (arch === 'arm' && /-v8|rpi-v8/.test(kernel)) return '32-bit kubelet';
  if (!guess.label.startsWith('Raspberry Pi')) return null;
  return arch === 'arm64' ? '64-bit' : arch === 'arm' ? '32-bit' : null;
}

function cluesOf(node: NodeRecord): Clues {
  const memoryBytes = node.capacity['memory'];
  const cpuMillicores = node.capacity['cpu'];
  return {
    arch: node.hardware.architecture,
    kernel: node.hardware.kernelVersion,
    osImage: node.hardware.osImage,
    memoryGiB: memoryBytes === undefined ? null : soldMemory(memoryBytes),
    cores: cpuMillicores === undefined ? null : Math.round(cpuMillicores / 1000),
  };
}

/** The kernel and the GPU keep some for themselves: 999036Ki is a board sold with 1 GB. */
function soldMemory(bytes: number): number {
  let size = 0.25;
  while (size * GIBIBYTE < bytes) size *= 2;
  return size;
}
