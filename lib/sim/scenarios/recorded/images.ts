// What a recording shows of its images: on which platforms their programs have run, how large they are, how they end.
import type { ContainerStatus, Node, Pod } from 'kubernetes-types/core/v1';
import { choosePlatform } from '#lib/rules/images/platform.ts';
import { fullName, parseImageReference } from '#lib/rules/images/reference.ts';
import { compactPlatform, type ImageFacts } from '../../kubelet/image-facts.ts';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { KubeObject } from '../../store/object.ts';
import { parseTimestamp } from '../../timestamp.ts';
import { platformOfNode } from './boards.ts';

/** Where no node says. */
const SIZE_BYTES = 60_000_000;
const STARTUP_MS = 2_000;
/** The exit code of a binary for another architecture is no proof that it runs there. */
const EXEC_FORMAT_EXIT_CODE = 255;

interface Seen {
  tags: Set<string>;
  platforms: Set<string>;
  runs: ContainerStatus[];
}

/** Facts of what ran, by repository. What never ran anywhere is left out: pulling it fails as it did. */
export function imagesOf(objects: readonly KubeObject[]): ImageFacts[] {
  const known = new ImageRegistry([]);
  const nodes = new Map(
    objects.filter((object): object is Node => object.kind === 'Node').map((node) => [node.metadata?.name ?? '', node]),
  );
  const sizes = sizesOf([...nodes.values()]);
  const seen = new Map<string, Seen>();
  for (const pod of objects.filter((object): object is Pod => object.kind === 'Pod')) {
    const node = nodes.get(pod.spec?.nodeName ?? '');
    const platform = node === undefined ? undefined : platformOfNode(node);
    if (platform === undefined) continue;
    for (const status of statusesOf(pod).filter(hasRun)) note(seen, status, platform);
  }
  return [...seen].flatMap(([name, image]) => {
    const facts = known.factsOf(name);
    // What is known of an image anyway is better than what one cluster shows of it, unless that proves more.
    const listed = facts?.platforms.map(compactPlatform) ?? [];
    const isKnown = [...image.platforms].every((one) => choosePlatform(listed, compactPlatform(one)) !== null);
    return isKnown ? [] : [factsOf(name, image, sizes)];
  });
}

/** Both kinds of containers, as the kubelet reports them. */
export function statusesOf({ status }: Pod): ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function hasRun({ state, lastState }: ContainerStatus): boolean {
  if (state?.running !== undefined) return true;
  const end = state?.terminated ?? lastState?.terminated;
  return end !== undefined && end.exitCode !== EXEC_FORMAT_EXIT_CODE;
}

function note(seen: Map<string, Seen>, status: ContainerStatus, platform: string): void {
  const reference = parseImageReference(status.image);
  if (reference === null) return;
  const image = seen.get(reference.repository) ?? { tags: new Set(), platforms: new Set(), runs: [] };
  if (reference.tag !== null) image.tags.add(reference.tag);
  image.platforms.add(platform);
  image.runs.push(status);
  seen.set(reference.repository, image);
}

function factsOf(name: string, { tags, platforms, runs }: Seen, sizes: ReadonlyMap<string, number>): ImageFacts {
  const tag = [...tags][0];
  const reference = parseImageReference(tag === undefined ? name : `${name}:${tag}`);
  return {
    name,
    tags: tags.size === 0 ? null : [...tags].sort(),
    platforms: [...platforms].sort(),
    sizeBytes: (reference === null ? undefined : sizes.get(fullName(reference))) ?? SIZE_BYTES,
    startupMs: STARTUP_MS,
    log: 'generic',
    usage: 'recorded',
    ...endOf(runs),
  };
}

/** Where each run has ended, so will the next: after as long, with the same code. */
function endOf(runs: readonly ContainerStatus[]): Pick<ImageFacts, 'runsForMs' | 'exitCode'> {
  if (runs.some(({ state }) => state?.running !== undefined)) return {};
  const [end] = runs.flatMap(({ state, lastState }) => state?.terminated ?? lastState?.terminated ?? []);
  const ranMs = parseTimestamp(end?.finishedAt) - parseTimestamp(end?.startedAt);
  return end === undefined || Number.isNaN(ranMs) ? {} : { runsForMs: Math.max(1_000, ranMs), exitCode: end.exitCode };
}

function sizesOf(nodes: readonly Node[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { names = [], sizeBytes } of nodes.flatMap(({ status }) => status?.images ?? [])) {
    if (sizeBytes === undefined) continue;
    for (const name of names) {
      const reference = parseImageReference(name);
      if (reference !== null) sizes.set(fullName(reference), sizeBytes);
    }
  }
  return sizes;
}
