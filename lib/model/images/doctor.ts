// Recognises a pod that fails because its image is not for its board: from what the runtime says, from its log, from how
// it ended, and from what is known of the image.
import { is32BitUserland, platformOfBoard } from '#lib/rules/images/board-platform.ts';
import { choosePlatform, formatPlatform, type Platform } from '#lib/rules/images/platform.ts';
import type { ContainerRecord, NodeRecord, PodRecord } from '../records/records.ts';
import type { Finding } from './doctor-view.ts';
import type { ImagePlatforms, PlatformsOf } from './platform-knowledge.ts';

export interface DoctorCase {
  pod: PodRecord;
  /** Where it is. */
  node: NodeRecord;
  platformsOf: PlatformsOf;
  /** What the container printed last before it ended; null where that was not read. */
  logOf: (container: string) => string | null;
}

/** containerd, Docker, CRI-O and Podman, in this order. */
const NO_MATCH =
  /no match for platform|no matching manifest for|no image found in (?:manifest list|image index) for architecture|no child with platform/i;
const EXEC_FORMAT = /exec format error|cannot execute binary file/i;
const PULL_FAILS: readonly string[] = ['ErrImagePull', 'ImagePullBackOff'];
/** Killed from outside or asked to stop: no sign of a wrong architecture. */
const KILLED: readonly number[] = [137, 143];

/** The first container that fails so; null where none does. */
export function diagnose({ pod, node, platformsOf, logOf }: DoctorCase): Finding | null {
  const board = platformOfBoard(node.hardware);
  for (const container of pod.containers) {
    const known = platformsOf(container.image);
    const signs = { node, board, known, container };
    const found = pullFails(signs) ?? cannotStart(signs, logOf(container.name)) ?? endsAtOnce(signs);
    if (found !== null) return { container: container.name, image: container.image, ...found };
  }
  return null;
}

/** Whether its log could tell more: it ended by itself, with an error, and is not up again. */
export function isCrash({ ready, ended, isInit }: ContainerRecord): boolean {
  return ended !== null && ended.exitCode !== 0 && !KILLED.includes(ended.exitCode) && (isInit || !ready);
}

interface Signs {
  node: NodeRecord;
  board: Platform;
  known: ImagePlatforms;
  container: ContainerRecord;
}

type Found = Omit<Finding, 'container' | 'image'>;

function pullFails({ node, board, known, container }: Signs): Found | null {
  const { waiting, image } = container;
  if (waiting === null || !PULL_FAILS.includes(waiting.reason)) return null;
  const isSaid = NO_MATCH.test(waiting.message);
  const lacks = known.shape === 'index' && lacksBoard(known, board);
  if (!isSaid && !lacks) return null;
  const proof = [`${waiting.reason}: ${waiting.message || 'without a message'}`, ...knowledgeProof(known)];
  const asks = formatPlatform(board);
  if (isUserland(node, known)) return { shape: 'userland', sure: isSaid, happened: userlandText(node, image), proof };
  const happened = `${node.name} asks for ${asks}, and ${image} has nothing for that in its manifest list: the image cannot be pulled there.`;
  return { shape: 'no-match', sure: isSaid, happened, proof };
}

function cannotStart({ node, board, known, container }: Signs, log: string | null): Found | null {
  const { waiting, ended, image } = container;
  const lines = [waiting?.message ?? '', ended?.message ?? '', ...(isCrash(container) ? (log ?? '').split('\n') : [])];
  const said = lines.map((line) => line.trim()).find((line) => EXEC_FORMAT.test(line));
  if (said === undefined) return null;
  const proof = [said, ...endProof(container), ...knowledgeProof(known)];
  if (isUserland(node, known)) return { shape: 'userland', sure: true, happened: userlandText(node, image), proof };
  const built = builtFor(known);
  const happened =
    built === null
      ? `The program in ${image} is built for another processor than ${node.name} has (${wordOf(node, board)}): its kernel refuses to run it.`
      : `${image} is built for ${built}, and ${node.name} is ${wordOf(node, board)}: its kernel refuses to run the program.`;
  return { shape: 'exec-format', sure: true, happened, proof };
}

function endsAtOnce({ node, board, known, container }: Signs): Found | null {
  if (!isCrash(container) || !lacksBoard(known, board)) return null;
  const built = builtFor(known) ?? 'other platforms';
  const happened = `${container.image} is for ${built}, not for ${node.name} (${formatPlatform(board)}), and it ends with an error as soon as it starts.`;
  const shape = isUserland(node, known) ? 'userland' : 'no-platform';
  return { shape, sure: false, happened, proof: [...endProof(container), ...knowledgeProof(known)] };
}

/** Evidence never speaks against a platform. */
function lacksBoard({ source, platforms }: ImagePlatforms, board: Platform): boolean {
  return source === 'registry' && platforms !== null && choosePlatform(platforms, board) === null;
}

function isUserland({ hardware }: NodeRecord, { platforms }: ImagePlatforms): boolean {
  const board = platformOfBoard(hardware);
  if (!is32BitUserland(hardware) || platforms === null || choosePlatform(platforms, board) !== null) return false;
  return choosePlatform(platforms, { ...board, architecture: 'arm64', variant: '' }) !== null;
}

function userlandText({ name, hardware }: NodeRecord, image: string): string {
  return `The kernel of ${name} is 64-bit (${hardware.kernelVersion}), but its system is 32-bit: kubelet and runtime take images for arm only, and ${image} has arm64 alone.`;
}

function builtFor({ source, platforms }: ImagePlatforms): string | null {
  if (source !== 'registry' || platforms === null || platforms.length === 0) return null;
  return platforms.map(formatPlatform).join(', ');
}

function wordOf({ hardware }: NodeRecord, board: Platform): string {
  return board.architecture === 'arm' ? `arm ${board.variant}` : hardware.architecture;
}

function endProof({ ended, restarts }: ContainerRecord): string[] {
  if (ended === null) return [];
  const times = restarts === 0 ? '' : `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'} so far`;
  return [`it ended with exit code ${ended.exitCode}${ended.reason === '' ? '' : ` (${ended.reason})`}${times}`];
}

function knowledgeProof(known: ImagePlatforms): string[] {
  if (known.platforms === null) return [`the image's platforms are not known: ${known.how}`];
  return [`its platforms: ${known.platforms.map(formatPlatform).join(', ')} (${known.how})`];
}
