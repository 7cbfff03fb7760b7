import { describe, expect, it } from 'vitest';
import { formatPlatform } from '#lib/rules/images/platform.ts';
import { projectPod } from '../records/project-pod.ts';
import type { PodRecord } from '../records/records.ts';
import { board, podObject } from '../testdata/cluster.ts';
import { evidenceOf, withEvidence } from './evidence.ts';

const NODES = new Map(
  [
    board({ name: 'pi6', arch: 'arm', kernel: '4.4.50-hypriotos-v7+' }),
    board({ name: 'pi7', arch: 'arm', kernel: '4.4.50-hypriotos-v7+' }),
    board({ name: 'up1', arch: 'amd64', kernel: '4.4.0-generic' }),
  ].map((node) => [node.name, node]),
);

function pod(node: string, ready: boolean, image = 'app'): PodRecord {
  const object = podObject({ name: `on-${node}`, node });
  const status = { name: 'c', image, imageID: '', restartCount: 0, ready };
  const spec = { ...object.spec, containers: [{ name: 'c', image }] };
  return projectPod({ ...object, spec, status: { phase: 'Running', containerStatuses: [status] } });
}

function known(pods: readonly PodRecord[], source: 'registry' | 'unknown' = 'unknown') {
  const registry = source === 'registry' ? [{ os: 'linux', architecture: 's390x', variant: '' }] : null;
  const asked = () => ({ platforms: registry, shape: null, source, how: 'the registry cannot be reached' });
  const { platforms, ...rest } = withEvidence(asked, evidenceOf(pods, NODES))('app');
  return { ...rest, platforms: platforms?.map(formatPlatform) ?? null };
}

describe('what has run', () => {
  it('proves the platform of its board, once for all boards alike', () => {
    expect(known([pod('pi7', true), pod('up1', true), pod('pi6', true)])).toEqual({
      source: 'evidence',
      shape: null,
      platforms: ['linux/arm/v7', 'linux/amd64'],
      how: 'ran Ready on pi6, so arm v7 works; ran Ready on up1, so amd64 works (the registry cannot be reached)',
    });
  });

  it.each<[string, readonly PodRecord[]]>([
    ['not Ready', [pod('pi6', false)]],
    ['on a node nobody knows', [pod('pi99', true)]],
    ['another image', [pod('pi6', true, 'other')]],
  ])('proves nothing where it is %s', (_, pods) => {
    expect(known(pods)).toMatchObject({ source: 'unknown', platforms: null });
  });

  it('adds nothing to what the registry says', () => {
    expect(known([pod('pi6', true)], 'registry')).toMatchObject({ source: 'registry', platforms: ['linux/s390x'] });
  });
});
