import type { Affinity, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import { type AffinityNode, matchesNodeAffinity } from '#lib/rules/scheduling/node-affinity.ts';
import { type PinImage, type PinInput, pinPlacement } from './pin.ts';

function image(name: string, ...platforms: string[]): PinImage {
  return { image: name, platforms: platforms.flatMap((text) => parsePlatform(text) ?? []) };
}

const AMD = image('amd', 'linux/amd64');
const BOTH = image('both', 'linux/amd64', 'linux/arm64');
const ARM = image('arm', 'linux/arm/v7');

const ARCH = 'kubernetes.io/arch';
const onArch = (operator: string, ...values: string[]) => ({ key: ARCH, operator, values });
const onSsd = { key: 'disk', operator: 'In', values: ['ssd'] };

function required(...nodeSelectorTerms: NodeSelectorTerm[]): { affinity: Affinity } {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

/** Which of these boards the pod may use. */
function allowedBy(pod: PinInput): string[] {
  const boards = ['amd64', 'arm64', 'arm'].flatMap((arch): AffinityNode[] => [
    { name: arch, labels: { [ARCH]: arch } },
    { name: `${arch}-ssd`, labels: { [ARCH]: arch, disk: 'ssd' } },
  ]);
  const { nodeSelector, affinity } = pod;
  return boards
    .filter((board) => matchesNodeAffinity({ nodeSelector: nodeSelector ?? {}, affinity: affinity ?? null }, board))
    .map(({ name }) => name);
}

describe('a pod that is pinned', () => {
  const CASES: Readonly<Record<string, [PinInput, readonly PinImage[], string[]]>> = {
    'from nothing': [{}, [AMD], ['amd64', 'amd64-ssd']],
    'to what all containers share': [{}, [AMD, BOTH], ['amd64', 'amd64-ssd']],
    'beside a selector': [{ nodeSelector: { disk: 'ssd' } }, [AMD], ['amd64-ssd']],
    'in every term': [
      required(
        { matchExpressions: [onSsd] },
        { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['arm'] }] },
      ),
      [AMD],
      ['amd64-ssd'],
    ],
    'in terms that allow more': [
      required({ matchExpressions: [onArch('In', 'amd64', 'arm')] }),
      [BOTH],
      ['amd64', 'amd64-ssd'],
    ],
    'without waking a term that matches nothing': [
      required({}, { matchExpressions: [onSsd] }),
      [BOTH],
      ['amd64-ssd', 'arm64-ssd'],
    ],
    'with what else its affinity says': [
      { affinity: { podAffinity: {}, nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } } },
      [AMD],
      ['amd64', 'amd64-ssd'],
    ],
  };

  it.each(Object.entries(CASES))('%s', (_, [pod, images, allowed]) => {
    const pinned = pinPlacement(pod, images);
    if (pinned.kind !== 'pin') throw new Error(pinned.text);
    expect(allowedBy({ ...pod, affinity: pinned.affinity })).toEqual(allowed);
    expect(pinned.affinity).toMatchObject({
      ...pod.affinity,
      nodeAffinity: expect.objectContaining({ ...pod.affinity?.nodeAffinity, ...pinned.affinity.nodeAffinity }),
    });
    expect(pinPlacement({ ...pod, affinity: pinned.affinity }, images).kind).toBe('already');
  });

  it.each<[string, PinInput, readonly PinImage[]]>([
    ['its selector names the architecture', { nodeSelector: { [ARCH]: 'amd64' } }, [BOTH]],
    ['its selector names it by the old label', { nodeSelector: { 'beta.kubernetes.io/arch': 'amd64' } }, [AMD]],
    ['every term is narrower', required({ matchExpressions: [onArch('In', 'arm64')] }), [BOTH]],
    ['all it has matches no node', required({}), [AMD]],
  ])('has nothing to do where %s', (_, pod, images) => {
    expect(pinPlacement(pod, images).kind).toBe('already');
  });

  it.each<[string, PinInput, readonly PinImage[], RegExp]>([
    ['its images share nothing', {}, [AMD, ARM], /amd: amd64; arm: arm, arm64/],
    ['an image is not known', {}, [AMD, { image: 'x', platforms: null }], /not known.*x/],
    ['an image is for Windows', {}, [image('w', 'windows/amd64')], /none that Linux nodes have/],
    ['its selector asks for another', { nodeSelector: { [ARCH]: 'arm' } }, [AMD], /asks for arm/],
    [
      'its affinity asks for others',
      required({ matchExpressions: [onArch('In', 'arm')] }),
      [AMD],
      /other architectures/,
    ],
  ])('cannot be where %s', (_, pod, images, why) => {
    const pinned = pinPlacement(pod, images);
    expect(pinned).toMatchObject({ kind: 'impossible', text: expect.stringMatching(why) });
  });
});
