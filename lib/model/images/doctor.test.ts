import type { ContainerStatus } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import { projectPod } from '../records/project-pod.ts';
import { type BoardSpec, board, podObject } from '../testdata/cluster.ts';
import { diagnosed, diagnosisView } from './diagnoses.ts';
import { severalArchitectures } from './doctor-ways.ts';
import type { ImagePlatforms, PlatformsOf } from './platform-knowledge.ts';

const PI = { name: 'pi1', arch: 'arm', kernel: '6.12.47+rpt-rpi-v7' };
const USERLAND = { name: 'pi4', arch: 'arm', kernel: '6.12.47+rpt-rpi-v8' };

function known(shape: ImagePlatforms['shape'], ...texts: string[]): ImagePlatforms {
  const platforms = texts.flatMap((text) => parsePlatform(text) ?? []);
  return { platforms, shape, source: 'registry', how: 'read from docker.io' };
}

const UNKNOWN: ImagePlatforms = { platforms: null, shape: null, source: 'unknown', how: 'registries are off' };
const AMD_INDEX = known('index', 'linux/amd64');
const AMD_SINGLE = known('single', 'linux/amd64');
const EVERYWHERE = known('index', 'linux/amd64', 'linux/arm/v7', 'linux/arm64');

function waiting(reason: string, message = ''): Partial<ContainerStatus> {
  return { state: { waiting: { reason, message } } };
}

function crashed(exitCode: number, message = '', reason = 'Error'): Partial<ContainerStatus> {
  const lastState = { terminated: { exitCode, reason, message, finishedAt: '2026-11-23T09:00:00Z' } };
  return { ...waiting('CrashLoopBackOff', 'back-off 40s restarting failed container'), restartCount: 3, lastState };
}

interface Case {
  on?: BoardSpec;
  status: Partial<ContainerStatus>;
  image?: ImagePlatforms;
  log?: string;
}

function examine({ on = PI, status, image = UNKNOWN, log }: Case) {
  const object = podObject({ name: 'web-1', node: on.name ?? '' });
  const given = { name: 'c', image: 'amd64/nginx', imageID: '', ready: false, restartCount: 0, ...status };
  const pod = projectPod({
    ...object,
    spec: { ...object.spec, containers: [{ name: 'c', image: 'amd64/nginx:1.27' }] },
    status: { phase: 'Running', containerStatuses: [given] },
  });
  const node = board(on);
  const platformsOf: PlatformsOf = (name) => (name.startsWith('amd64/') ? image : UNKNOWN);
  const nodes = new Map([[node.name, node]]);
  const found = diagnosed(pod, { nodes, platformsOf, logOf: () => log ?? null });
  return found === null ? null : diagnosisView(found, { workload: null, nodes: [node, board()], platformsOf });
}

const CONTAINERD =
  'failed to pull and unpack image "docker.io/amd64/nginx:1.27": no match for platform in manifest: not found';
const EXEC = 'exec /docker-entrypoint.sh: exec format error';

describe('a pod that fails for its architecture', () => {
  it.each<[string, Case, string, boolean, RegExp]>([
    ['by containerd', { status: waiting('ErrImagePull', CONTAINERD) }, 'no-match', true, /asks for linux\/arm\/v7/],
    ['by its back-off', { status: waiting('ImagePullBackOff', CONTAINERD) }, 'no-match', true, /manifest list/],
    [
      'by Docker',
      { status: waiting('ErrImagePull', 'no matching manifest for linux/arm/v7 in the manifest list entries') },
      'no-match',
      true,
      /cannot be pulled/,
    ],
    [
      'by CRI-O',
      { status: waiting('ErrImagePull', 'no image found in manifest list for architecture "arm", variant "v7"') },
      'no-match',
      true,
      /cannot be pulled/,
    ],
    [
      'by a back-off that does not say why, and the registry',
      { status: waiting('ImagePullBackOff', 'Back-off pulling image "amd64/nginx"'), image: AMD_INDEX },
      'no-match',
      false,
      /has nothing for that/,
    ],
    ['by its log', { status: crashed(1), log: `starting\n${EXEC}\n` }, 'exec-format', true, /another processor/],
    [
      'by its log and the registry',
      { status: crashed(255), log: EXEC, image: AMD_SINGLE },
      'exec-format',
      true,
      /built for linux\/amd64, and pi1 is arm v7/,
    ],
    [
      'by the runtime that could not start it',
      { status: crashed(128, `runc create failed: ${EXEC}`, 'StartError') },
      'exec-format',
      true,
      /refuses to run/,
    ],
    ['by its end and the registry', { status: crashed(255), image: AMD_INDEX }, 'no-platform', false, /not for pi1/],
    [
      'by its 32-bit system, which finds nothing to pull',
      {
        on: USERLAND,
        status: waiting('ErrImagePull', CONTAINERD),
        image: known('index', 'linux/arm64', 'linux/amd64'),
      },
      'userland',
      true,
      /kernel of pi4 is 64-bit \(6.12.47\+rpt-rpi-v8\), but its system is 32-bit/,
    ],
  ])('is recognised %s', (_, given, shape, sure, words) => {
    expect(examine(given)).toMatchObject({ shape, sure, happened: expect.stringMatching(words), container: 'c' });
  });

  it.each<[string, Case]>([
    ['its image is not there', { status: waiting('ErrImagePull', 'docker.io/x: not found'), image: EVERYWHERE }],
    ['its program fails', { status: crashed(1), log: 'panic: no database', image: EVERYWHERE }],
    ['nothing is known of its image', { status: crashed(255), log: 'bye' }],
    ['it was killed', { status: crashed(137, '', 'OOMKilled'), image: AMD_INDEX }],
    ['it runs', { status: { ready: true, state: { running: {} } }, image: AMD_INDEX, log: EXEC }],
    [
      'what has run elsewhere is all that is known',
      { status: crashed(255), image: { ...AMD_INDEX, source: 'evidence', shape: null } },
    ],
  ])('is not taken for one where %s', (_, given) => {
    expect(examine(given)).toBeNull();
  });

  it('shows its proof in the words of whoever said it', () => {
    const proof = examine({ status: crashed(255), log: EXEC, image: AMD_SINGLE })?.proof;
    expect(proof).toEqual([
      EXEC,
      'it ended with exit code 255 (Error), 3 restarts so far',
      'its platforms: linux/amd64 (read from docker.io)',
    ]);
  });

  it('has three ways out, each an action where it can be done from here', () => {
    const ways = examine({ status: crashed(255), log: EXEC, image: AMD_SINGLE })?.ways ?? [];
    expect(ways.map(({ action }) => action)).toEqual([
      { action: 'image', workload: expect.objectContaining({ name: 'web-1' }), container: 'c', image: 'nginx:1.27' },
      expect.objectContaining({ action: 'place' }),
      {
        action: 'taint',
        node: 'pi1',
        taint: { key: 'kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' },
      },
    ]);
    expect(ways[1]?.text).toContain('kubernetes.io/arch in (amd64)');
    expect(ways[1]?.text).toContain('it would wait');
  });

  it('says why it cannot be pinned where nobody knows its platforms', () => {
    const [, pin] = examine({ status: crashed(1), log: EXEC })?.ways ?? [];
    expect(pin).toMatchObject({ action: null, text: expect.stringContaining('not known') });
  });
});

it.each([
  ['amd64/nginx', 'nginx:latest'],
  ['docker.io/arm32v7/redis:7', 'redis:7'],
  ['registry.k8s.io/pause-amd64:3.0', 'registry.k8s.io/pause:3.0'],
  ['quay.io/amd64/nginx', null],
  ['nginx:1', null],
  [`amd64/nginx@sha256:${'a'.repeat(64)}`, null],
  ['No Image', null],
])('of %s the one for several architectures is %s', (image, other) => {
  expect(severalArchitectures(image)).toBe(other);
});
