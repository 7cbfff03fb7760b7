// Ways out for a pod whose image is not for its board: another image, keeping it where the image runs, keeping it off.
import { architecturesOf, choosePlatform, formatPlatform, type Platform } from '#lib/rules/images/platform.ts';
import { fullName, parseImageReference } from '#lib/rules/images/reference.ts';
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { sameTaint } from '#lib/rules/nodes/taints.ts';
import { matchesNodeAffinity } from '#lib/rules/scheduling/node-affinity.ts';
import type { WorkloadAction } from '../actions/cluster-action.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import type { DoctorWay, Finding } from './doctor-view.ts';
import { pinWorkload } from './pin-workload.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

export interface WaysInput {
  finding: Finding;
  workload: WorkloadRef;
  /** Whose nodeSelector, affinity and tolerations are to be changed; null where they are not known. */
  template: PodRecord | null;
  node: NodeRecord;
  board: Platform;
  nodes: readonly NodeRecord[];
  platformsOf: PlatformsOf;
}

export function doctorWays(input: WaysInput): DoctorWay[] {
  return [imageWay(input), pinWay(input), taintWay(input)];
}

/** Docker's official images: the same name without it is their manifest list (github.com/docker-library/official-images). */
const ONE_ARCHITECTURE_OWNER = /^docker\.io\/(?:amd64|arm32v5|arm32v6|arm32v7|arm64v8|i386|ppc64le|riscv64|s390x)\//;
/** As Kubernetes once published its own: `registry.k8s.io/pause-amd64`. */
const ONE_ARCHITECTURE_SUFFIX = /-(?:amd64|arm|arm64|ppc64le|s390x)$/;

/** The image of the same name that is made for several architectures, by custom alone; null where no custom says. */
export function severalArchitectures(image: string): string | null {
  const reference = parseImageReference(image);
  if (reference === null || reference.digest !== null) return null;
  const { repository } = reference;
  const other = ONE_ARCHITECTURE_OWNER.test(repository)
    ? repository.replace(ONE_ARCHITECTURE_OWNER, 'docker.io/library/')
    : repository.replace(ONE_ARCHITECTURE_SUFFIX, '');
  if (other === repository) return null;
  return fullName({ ...reference, repository: other }).replace(/^docker\.io\/(?:library\/)?/, '');
}

function imageWay({ finding, workload, board, platformsOf, template }: WaysInput): DoctorWay {
  const title = 'An image that supports the board';
  const wanted = formatPlatform(board);
  const other = severalArchitectures(finding.image);
  if (other === null) {
    const text = `Use one that lists ${wanted}, or build it so: docker buildx build --platform ${wanted} ...`;
    return { title, text, action: null };
  }
  const { platforms, source, how } = platformsOf(other);
  const isKnown = source === 'registry' && platforms !== null;
  if (isKnown && choosePlatform(platforms, board) === null) {
    return { title, text: `${other} does not list ${wanted} either (${how}): build one that does.`, action: null };
  }
  const text = isKnown
    ? `${other} lists ${wanted} (${how}).`
    : `${other} is the same for several architectures by its name; whether it lists ${wanted} is not known here (${how}).`;
  const action = { action: 'image', workload, container: finding.container, image: other } as const;
  return { title, text, action: template === null || finding.container === '' ? null : action };
}

function pinWay({ workload, template, nodes, platformsOf }: WaysInput): DoctorWay {
  const title = 'Keep it where its image runs';
  if (template === null) {
    return { title, text: `How ${workload.kind} ${workload.name} places its pods may not be read here.`, action: null };
  }
  const { action, text } = pinWorkload(workload, template, platformsOf);
  if (action === null) return { title, text: `${text}.`, action };
  const images = [...new Set(template.images)].join(', ');
  const count = nodes.filter((node) => canHold(action, node)).length;
  const boards = count === 0 ? 'No board here matches: it would wait.' : `${count} of ${nodes.length} boards match.`;
  return { title, text: `${text}, from the platforms of ${images}. ${boards}`, action };
}

function canHold({ placement }: Extract<WorkloadAction, { action: 'place' }>, { name, labels }: NodeRecord): boolean {
  return matchesNodeAffinity({ affinity: placement.affinity }, { name, labels });
}

function taintWay({ finding, node, nodes, platformsOf }: WaysInput): DoctorWay {
  const title = 'Keep such pods off the board';
  const arch = node.hardware.architecture;
  const taint = { key: ARCH_LABEL, value: arch, effect: 'NoSchedule' } as const;
  const others = nodes.filter(({ name, hardware }) => name !== node.name && hardware.architecture === arch).length;
  const rest = others === 0 ? '' : ` ${others} more ${others === 1 ? 'board is' : 'boards are'} ${arch}.`;
  if (node.taints.some((one) => sameTaint(one, taint))) {
    return { title, text: `${node.name} has the taint ${ARCH_LABEL} already, and the pod tolerates it.`, action: null };
  }
  const { platforms } = platformsOf(finding.image);
  const runs = platforms === null ? [] : architecturesOf(platforms);
  const note = runs.includes(arch) ? ` Its image has a ${arch} build, for other boards than this.` : '';
  const text = `Taint ${node.name} with ${ARCH_LABEL}=${arch}:NoSchedule: pods that do not tolerate it go elsewhere. Pods that are there stay until they are deleted.${rest}${note}`;
  return { title, text, action: { action: 'taint', node: node.name, taint } };
}
