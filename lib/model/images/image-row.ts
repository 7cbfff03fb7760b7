// One row of the images page.
import { choosePlatform, normalised, type Platform } from '#lib/rules/images/platform.ts';
import { compareText } from '../compare-text.ts';
import { compareNames } from '../overview/shelves.ts';
import { boardPlatforms } from '../placement/image-archs.ts';
import type { NodeRecord } from '../records/records.ts';
import type { Diagnosed } from './diagnoses.ts';
import type { Astray, ImagesInput, ImageUse } from './image-use.ts';
import {
  type ArchVariants,
  BOARDS_MAX,
  FAILING_MAX,
  type ImageBoard,
  type ImageProblem,
  type ImageRowView,
  type PinOffer,
  USERS_MAX,
} from './image-view.ts';
import { pinWorkload } from './pin-workload.ts';
import type { ImagePlatforms, PlatformsOf } from './platform-knowledge.ts';

interface RowInput extends ImagesInput {
  nodesByName: ReadonlyMap<string, NodeRecord>;
  astray: ReadonlyMap<string, Astray>;
}

export function imageRow(use: ImageUse, input: RowInput): ImageRowView {
  const names = [...use.names].sort((a, b) => a.length - b.length || compareText(a, b));
  const image = names[0] ?? use.key;
  const known = bestKnown(names, input.platformsOf);
  const groups = [...use.groups.values()];
  const boards = boardsOf(use, input.nodesByName);
  return {
    image,
    shape: known.shape,
    source: known.source,
    how: known.how,
    platforms: known.platforms === null ? null : archVariants(known.platforms),
    users: groups.slice(0, USERS_MAX).map(({ ref }) => ref),
    userCount: groups.length,
    podCount: use.pods.size,
    boards: boards.slice(0, BOARDS_MAX),
    boardCount: boards.length,
    problem: failing(use, input) ?? mayFail(use, known, input),
  };
}

/** By architecture, variants in order: `arm` with v6 and v7. */
export function archVariants(platforms: readonly Platform[]): ArchVariants[] {
  const found = new Map<string, Set<string>>();
  for (const platform of platforms) {
    const { os, architecture, variant } = normalised(platform);
    const arch = os === 'linux' ? architecture : `${os}/${architecture}`;
    const variants = found.get(arch) ?? new Set<string>();
    if (variant !== '') variants.add(variant);
    found.set(arch, variants);
  }
  return [...found]
    .map(([arch, variants]) => ({ arch, variants: [...variants].sort(compareNames) }))
    .sort((a, b) => compareText(a.arch, b.arch));
}

/** However it is written it is one image: what is known by one name counts for the others. */
function bestKnown(names: readonly string[], platformsOf: PlatformsOf): ImagePlatforms {
  const all = names.map(platformsOf);
  const best =
    all.find(({ source }) => source === 'registry') ?? all.find(({ source }) => source === 'evidence') ?? all[0];
  if (best === undefined) throw new Error('an image has a name');
  return best;
}

function boardsOf({ names, pods }: ImageUse, nodesByName: ReadonlyMap<string, NodeRecord>): ImageBoard[] {
  const found = new Map<string, ImageBoard>();
  for (const { nodeName, containers } of pods) {
    if (nodeName === null) continue;
    const runs = containers.some(({ image, ready }) => ready && names.has(image));
    const arch = nodesByName.get(nodeName)?.hardware.architecture ?? 'unknown';
    found.set(nodeName, { name: nodeName, arch, runs: runs || found.get(nodeName)?.runs === true });
  }
  return [...found.values()].sort((a, b) => compareNames(a.name, b.name));
}

function failing({ names, groups }: ImageUse, input: RowInput): ImageProblem | null {
  const found = input.diagnosed.filter(({ finding }) => names.has(finding.image));
  const [first] = found;
  if (first === undefined) return null;
  const others = ['', ' So does 1 more pod.'][found.length - 1] ?? ` So do ${found.length - 1} more pods.`;
  return {
    kind: 'fails',
    text: `${first.pod.name} fails on ${first.node.name}: ${reasonOf(first)}.${others}`,
    pods: found.slice(0, FAILING_MAX).map(({ pod: { namespace, name } }) => ({ namespace, name })),
    users: offers([...groups.keys()], input),
  };
}

const REASONS = {
  'no-match': 'nothing in its manifest list is for that board',
  'exec-format': 'exec format error',
  'no-platform': 'it ends at once, and its image is not for that board',
  userland: 'the board has a 32-bit system under a 64-bit kernel',
} as const;

function reasonOf({ finding }: Diagnosed): string {
  return REASONS[finding.shape];
}

function mayFail({ groups }: ImageUse, known: ImagePlatforms, input: RowInput): ImageProblem | null {
  const { platforms, source } = known;
  if (source !== 'registry' || platforms === null) return null;
  // Another container of the same pods may be the one that cannot run there.
  const isLacking = (nodes: readonly NodeRecord[]) =>
    boardPlatforms(nodes).some((board) => choosePlatform(platforms, board) === null);
  const keys = [...groups.keys()].filter((key) => isLacking(input.astray.get(key)?.nodes ?? []));
  const users = offers(keys, input);
  const [first] = users;
  if (first === undefined) return null;
  const boards = first.boards.length === 1 ? `${first.boards[0]}` : `${first.boards.length} boards`;
  const others = users.length === 1 ? '' : ` So may ${users.length - 1} more of those that use it.`;
  const text = `${first.workload.name} may be put on ${boards} where it cannot run.${others}`;
  return { kind: 'may-fail', text, pods: [], users };
}

function offers(keys: readonly string[], { astray, platformsOf }: RowInput): PinOffer[] {
  return keys
    .flatMap((key) => astray.get(key) ?? [])
    .slice(0, USERS_MAX)
    .map(({ group, template, nodes }) => {
      const boards = nodes.slice(0, BOARDS_MAX).map(({ name }) => name);
      // Of a kind that is not read its pods are known, not its template.
      const source = group.record?.template ?? (group.ref.kind === 'Pod' ? template : null);
      if (source === null) return { workload: group.ref, boards, pin: null, text: 'Its template may not be read here' };
      const { action, text } = pinWorkload(group.ref, source, platformsOf);
      return { workload: group.ref, boards, pin: action, text };
    });
}
