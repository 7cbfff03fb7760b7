import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../node/node-view.ts';
import { pullTries } from './pull-tries.ts';
import { type StatusContext, statusWords } from './status-words.ts';

const BORN = '2026-01-02T03:04:00Z';
const ENDED = '2026-01-02T03:05:00Z';
const CALM: StatusContext = { nodeAnswers: true, nodeSince: null, leavesAt: null, warning: null, pulls: new Map() };

interface PodParts {
  phase?: string;
  node?: string | null;
  metadata?: Pod['metadata'];
  spec?: Partial<NonNullable<Pod['spec']>>;
  status?: Pod['status'];
}

function pod({ phase = 'Running', node = 'pi5', metadata, spec, status }: PodParts): Pod {
  return {
    metadata: { name: 'web', namespace: 'default', creationTimestamp: BORN, ...metadata },
    spec: { containers: [{ name: 'app', image: 'nginx' }], ...(node === null ? {} : { nodeName: node }), ...spec },
    status: { phase, ...status },
  };
}

function container(state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): Pod['status'] {
  const status: ContainerStatus = { name: 'app', image: '', imageID: '', ready: false, restartCount: 0, ...more };
  return { containerStatuses: [state === undefined ? status : { ...status, state }] };
}

const waiting = (reason: string, message = '') => ({ waiting: { reason, message } });
const ended = (exitCode: number, reason = 'Error', message = '') => ({
  terminated: { exitCode, reason, message, finishedAt: ENDED },
});
const running = { running: { startedAt: BORN } };
const notScheduled = (message: string) => ({
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: BORN }],
});
const FAILED_PULL: EventView = {
  type: 'Warning',
  reason: 'Failed',
  message: 'Failed to pull image "nginx": not found',
  count: 1,
  firstAt: BORN,
  lastAt: ENDED,
  source: 'kubelet',
  about: { kind: 'Pod', namespace: 'default', name: 'web' },
};
const readiness = { readinessProbe: { httpGet: { path: '/ok', port: 80 }, periodSeconds: 5 } };

/** Headline and lines as one text, with the times they speak of. */
function said(of: Pod, context: Partial<StatusContext> = {}): string {
  const { headline, lines } = statusWords(of, { ...CALM, ...context });
  const texts = lines.map(({ text, since, until, quote }) =>
    [text, since && `since ${since}`, until && `until ${until}`, quote && `"${quote}"`].filter(Boolean).join(' '),
  );
  return [headline, ...texts].join(' | ');
}

describe('a pod without a node', () => {
  it.each([
    [{ status: notScheduled('0/5 nodes are available') }, /^No node takes it .*since .*"0\/5 nodes are available"/],
    [{}, /^It waits for a node .*The scheduler has not said a word yet.*since 2026/],
    [{ spec: { schedulerName: 'mine' } }, /Its scheduler, mine, has not said/],
    [{ spec: { schedulingGates: [{ name: 'a/b' }] } }, /^It is held back .*a\/b/],
    [{ status: { ...notScheduled('no'), nominatedNodeName: 'pi6' } }, /Room is being made for it on pi6/],
  ] satisfies [PodParts, RegExp][])('%#', (parts, expected) => {
    const of = pod({ phase: 'Pending', node: null, ...parts });
    expect(said(of)).toMatch(expected);
    expect(statusWords(of, CALM).asksWhy).toBe(true);
  });
});

describe('a pod on its way', () => {
  it.each([
    [
      'being made',
      { phase: 'Pending', status: container(waiting('ContainerCreating')) },
      /^It is being made .*pi5 pulls/,
    ],
    [
      'an image that is not there',
      { phase: 'Pending', status: container(waiting('ErrImagePull', 'not found')) },
      /^An image cannot be pulled .*app: nginx.*tries again.*"not found"/,
    ],
    [
      'the same, later',
      { phase: 'Pending', status: container(waiting('ImagePullBackOff', 'Back-off')) },
      /^An image cannot/,
    ],
    [
      'a name that is none',
      { phase: 'Pending', status: container(waiting('InvalidImageName', 'x')) },
      /^An image has a name/,
    ],
    [
      'a missing ConfigMap',
      { phase: 'Pending', status: container(waiting('CreateContainerConfigError', 'configmap "c" not found')) },
      /^Something that a container needs is missing .*"configmap "c" not found"/,
    ],
    [
      'init containers',
      {
        phase: 'Pending',
        spec: {
          initContainers: [
            { name: 'one', image: 'a' },
            { name: 'two', image: 'b' },
          ],
        },
        status: {
          initContainerStatuses: [
            { name: 'one', image: '', imageID: '', ready: true, restartCount: 0, state: ended(0, 'Completed') },
            { name: 'two', image: '', imageID: '', ready: false, restartCount: 0, state: running },
          ],
        },
      },
      /^Its init containers run first: 1\/2 have ended .*two was started/,
    ],
    [
      'an init container that crashes',
      {
        phase: 'Pending',
        spec: { initContainers: [{ name: 'one', image: 'a' }] },
        status: {
          initContainerStatuses: [
            {
              name: 'one',
              image: '',
              imageID: '',
              ready: false,
              restartCount: 2,
              state: waiting('CrashLoopBackOff', 'back-off 20s restarting failed container=one'),
              lastState: ended(1),
            },
          ],
        },
      },
      /^It crashes again and again .*one ended with exit code 1/,
    ],
    [
      'not ready by its probe',
      {
        spec: { containers: [{ name: 'app', image: 'nginx', ...readiness }] },
        status: container(running, { started: true }),
      },
      /^It runs, but is not ready .*app waits for its readiness probe \(GET :80\/ok every 5s\)/,
    ],
    [
      'not started by its probe',
      {
        spec: {
          containers: [{ name: 'app', image: 'nginx', startupProbe: { tcpSocket: { port: 6379 } }, ...readiness }],
        },
        status: container(running, { started: false }),
      },
      /waits for its startup probe \(connect to :6379/,
    ],
    [
      'a readiness gate',
      {
        spec: { readinessGates: [{ conditionType: 'lb/ready' }] },
        status: container(running, { ready: true }),
      },
      /^Its containers are ready, the pod is not .*lb\/ready is not True/,
    ],
  ] satisfies [string, PodParts, RegExp][])('%s', (_, parts, expected) => {
    expect(said(pod(parts))).toMatch(expected);
  });

  it.each([
    [1, /Tried once; by its events the next try comes until 2026-01-02T03:05:10.000Z/],
    [3, /Tried 3 times; by its events the next try comes until 2026-01-02T03:05:40.000Z/],
    [99, /until 2026-01-02T03:10:00.000Z/],
  ])('says when the image is tried again, after %i failures', (failures, expected) => {
    const of = pod({ phase: 'Pending', status: container(waiting('ImagePullBackOff', 'Back-off')) });
    const pulls = pullTries(
      [
        { ...FAILED_PULL, count: failures },
        { ...FAILED_PULL, message: 'Error: ImagePullBackOff' },
        { ...FAILED_PULL, lastAt: '2025-01-01T00:00:00Z' },
      ],
      BORN,
    );
    expect(said(of, { pulls })).toMatch(expected);
  });

  it('says what the newest warning says', () => {
    const of = pod({ phase: 'Pending', status: container(waiting('ContainerCreating')) });
    const warning = { reason: 'FailedMount', message: 'configmap "c" not found', at: ENDED };
    expect(said(of, { warning })).toMatch(/FailedMount.*since 2026-01-02T03:05:00Z "configmap "c" not found"/);
  });
});

describe('a pod that runs or fails', () => {
  it.each([
    [
      'runs',
      {
        status: {
          ...container(running, { ready: true }),
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: BORN }],
        },
      },
      /^It runs \| All of it became ready since 2026/,
    ],
    [
      'runs, started again',
      { status: container(running, { ready: true, restartCount: 3, lastState: ended(137, 'OOMKilled') }) },
      /^It runs .*started again 3 times, last after exit code 137/,
    ],
    [
      'crashes',
      {
        status: container(waiting('CrashLoopBackOff', 'back-off 1m20s restarting failed container=app pod=web'), {
          restartCount: 4,
          lastState: ended(1),
        }),
      },
      /^It crashes again and again \| app ended with exit code 1 \(an error of the program.*since 2026-01-02T03:05:00Z \| It was started again 4 times; the next start comes until 2026-01-02T03:06:20.000Z/,
    ],
    [
      'ends well, and again, and again',
      {
        status: container(waiting('CrashLoopBackOff', 'back-off 5m0s restarting'), {
          restartCount: 1,
          lastState: ended(0),
        }),
      },
      /^It ends again and again .*started again once; the next start comes until 2026-01-02T03:10:00.000Z/,
    ],
    [
      'is of another architecture',
      {
        status: container(waiting('CrashLoopBackOff', 'back-off 10s restarting'), {
          restartCount: 1,
          lastState: ended(128, 'StartError', 'exec /app: exec format error'),
        }),
      },
      /exit code 128 \(exec format error: the program is built for another architecture/,
    ],
    ['has just failed', { status: container(ended(2)) }, /^A container has just failed \| app ended with exit code 2/],
    [
      'has done its work',
      { phase: 'Succeeded', status: container(ended(0, 'Completed')) },
      /^It has done its work and ended \| app ended with exit code 0 since/,
    ],
    [
      'was evicted',
      { phase: 'Failed', status: { reason: 'Evicted', message: 'The node was low on resource: memory.' } },
      /^Its node put it out \| Evicted says: "The node was low/,
    ],
    [
      'was preempted',
      {
        phase: 'Failed',
        status: {
          conditions: [
            { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', lastTransitionTime: ENDED },
          ],
        },
      },
      /^It has failed \| PreemptionByScheduler disrupted it since/,
    ],
    [
      'ran for too long',
      { phase: 'Failed', status: { reason: 'DeadlineExceeded', message: 'Pod was active too long' } },
      /^It ran longer than it may/,
    ],
    [
      'failed',
      { phase: 'Failed', status: container(ended(1)) },
      /^It has failed \| app ended with exit code 1.*does not run again/,
    ],
  ] satisfies [string, PodParts, RegExp][])('%s', (_, parts, expected) => {
    expect(said(pod(parts))).toMatch(expected);
  });
});

describe('a pod that goes, or whose node does not answer', () => {
  const going = { metadata: { deletionTimestamp: '2026-01-02T03:05:30Z', deletionGracePeriodSeconds: 30 } };

  it('says since when, and until when it may take', () => {
    expect(said(pod(going))).toBe(
      'It is on its way out | It was asked to end since 2026-01-02T03:05:00.000Z | It has to be gone until 2026-01-02T03:05:30Z',
    );
  });

  it('says what holds it', () => {
    const held = { metadata: { ...going.metadata, finalizers: ['example.org/keep'] } };
    expect(said(pod(held))).toContain('kept until these are done with it: example.org/keep');
    expect(said(pod(going), { nodeAnswers: false })).toContain('pi5 does not answer, so nobody can see it end');
  });

  it('does not claim to know of a pod whose node is silent', () => {
    const of = pod({ status: container(running, { ready: true }) });
    expect(said(of, { nodeAnswers: false, nodeSince: BORN, leavesAt: ENDED })).toMatch(
      /^Nobody knows how it is \| Whether it still runs is not known: pi5 does not answer.*since 2026-01-02T03:04:00Z \| Kubernetes gives it up.*until 2026-01-02T03:05:00Z/,
    );
  });
});
