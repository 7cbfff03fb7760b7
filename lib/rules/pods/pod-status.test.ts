import type { ContainerState, ContainerStatus, Pod, PodSpec, PodStatus } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { type PodState, podState } from './pin-state.ts';
import { podStatus } from './pod-status.ts';

const READY = { type: 'Ready', status: 'True' };
const INITIALIZED = { type: 'Initialized', status: 'True' };

function container(name: string, state: ContainerState, changes: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: 'i', imageID: '', ready: state.running !== undefined, restartCount: 0, state, ...changes };
}

const running = (name = 'c') => container(name, { running: {} });
const waiting = (reason: string, name = 'c') => container(name, { waiting: { reason } });
const ended = (exitCode: number, reason = '', signal = 0, name = 'c') =>
  container(name, {
    terminated: { exitCode, ...(reason === '' ? {} : { reason }), ...(signal === 0 ? {} : { signal }) },
  });

function pod(status: PodStatus, changes: { spec?: Partial<PodSpec>; deletionTimestamp?: string } = {}): Pod {
  const names = (status.containerStatuses ?? [{ name: 'c' }]).map(({ name }) => ({ name }));
  const metadata = {
    name: 'p',
    ...(changes.deletionTimestamp === undefined ? {} : { deletionTimestamp: changes.deletionTimestamp }),
  };
  return { metadata, spec: { containers: names, nodeName: 'pi5', ...changes.spec }, status };
}

const init = (...names: string[]) => ({ initContainers: names.map((name) => ({ name })) });
const sidecar = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] };

describe('STATUS, READY and the pin', () => {
  // kubernetes pkg/printers/internalversion/printers_test.go, TestPrintPod*
  it.each<[string, Pod, string, string, PodState]>([
    [
      'running',
      pod({ phase: 'Running', containerStatuses: [running()], conditions: [READY] }),
      'Running',
      '1/1',
      'running',
    ],
    [
      'one of two',
      pod({ phase: 'Running', containerStatuses: [running('a'), waiting('', 'b')] }),
      'Running',
      '1/2',
      'starting',
    ],
    ['not scheduled', pod({ phase: 'Pending' }, { spec: { nodeName: '' } }), 'Pending', '0/1', 'pending'],
    [
      'being made',
      pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }),
      'ContainerCreating',
      '0/1',
      'starting',
    ],
    [
      'no image for it',
      pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] }),
      'ImagePullBackOff',
      '0/1',
      'failing',
    ],
    [
      'crashing',
      pod({ phase: 'Running', containerStatuses: [waiting('CrashLoopBackOff')] }),
      'CrashLoopBackOff',
      '0/1',
      'failing',
    ],
    [
      'the first container’s reason wins',
      pod({ phase: 'Running', containerStatuses: [ended(1, 'Error', 0, 'a'), waiting('CrashLoopBackOff', 'b')] }),
      'Error',
      '0/2',
      'failing',
    ],
    [
      'completed beside a running one',
      pod({ phase: 'Running', containerStatuses: [running('a'), ended(0, 'Completed', 0, 'b')], conditions: [READY] }),
      'Running',
      '1/2',
      'starting',
    ],
    [
      'completed beside one that is not ready',
      pod({ phase: 'Running', containerStatuses: [ended(0, 'Completed', 0, 'a'), running('b')] }),
      'NotReady',
      '1/2',
      'starting',
    ],
    [
      'completed beside a failed one',
      pod({ phase: 'Failed', containerStatuses: [ended(0, 'Completed', 0, 'a'), ended(2, 'Error', 0, 'b')] }),
      'Error',
      '0/2',
      'failing',
    ],
    [
      'a job done',
      pod({ phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')] }),
      'Completed',
      '0/1',
      'completed',
    ],
    [
      'an exit code without a reason',
      pod({ phase: 'Running', containerStatuses: [ended(7)] }),
      'ExitCode:7',
      '0/1',
      'failing',
    ],
    [
      'a signal without a reason',
      pod({ phase: 'Running', containerStatuses: [ended(0, '', 9)] }),
      'Signal:9',
      '0/1',
      'failing',
    ],
    ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), 'Evicted', '0/1', 'failing'],
    [
      'gated',
      pod(
        { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
        { spec: { nodeName: '' } },
      ),
      'SchedulingGated',
      '0/1',
      'pending',
    ],
    [
      'going',
      pod({ phase: 'Running', containerStatuses: [running()] }, { deletionTimestamp: '2017-03-30T12:00:00Z' }),
      'Terminating',
      '1/1',
      'terminating',
    ],
    [
      'going on a lost node',
      pod(
        { phase: 'Running', reason: 'NodeLost', containerStatuses: [running()] },
        { deletionTimestamp: '2017-03-30T12:00:00Z' },
      ),
      'Unknown',
      '1/1',
      'unknown',
    ],
    [
      'gone and done',
      pod(
        { phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')] },
        { deletionTimestamp: '2017-03-30T12:00:00Z' },
      ),
      'Completed',
      '0/1',
      'terminating',
    ],
    [
      'initialising',
      pod({ phase: 'Pending', initContainerStatuses: [running('a')] }, { spec: init('a', 'b') }),
      'Init:0/2',
      '0/1',
      'starting',
    ],
    [
      'the second init container',
      pod(
        { phase: 'Pending', initContainerStatuses: [ended(0, 'Completed', 0, 'a'), waiting('PodInitializing', 'b')] },
        { spec: init('a', 'b') },
      ),
      'Init:1/2',
      '0/1',
      'starting',
    ],
    [
      'a failing init container',
      pod({ phase: 'Pending', initContainerStatuses: [waiting('CrashLoopBackOff', 'a')] }, { spec: init('a') }),
      'Init:CrashLoopBackOff',
      '0/1',
      'failing',
    ],
    [
      'an init container that ended badly',
      pod({ phase: 'Pending', initContainerStatuses: [ended(3, '', 0, 'a')] }, { spec: init('a') }),
      'Init:ExitCode:3',
      '0/1',
      'failing',
    ],
    [
      'a sidecar counts',
      pod(
        {
          phase: 'Running',
          initContainerStatuses: [container('proxy', { running: {} }, { started: true })],
          containerStatuses: [running()],
          conditions: [READY, INITIALIZED],
        },
        { spec: sidecar },
      ),
      'Running',
      '2/2',
      'running',
    ],
    [
      'a sidecar that has not started',
      pod(
        {
          phase: 'Pending',
          initContainerStatuses: [container('proxy', { waiting: { reason: 'PodInitializing' } }, { started: false })],
        },
        { spec: sidecar },
      ),
      'Init:0/1',
      '0/2',
      'starting',
    ],
  ])('%s', (_what, of, status, ready, state) => {
    const text = podStatus(of);
    expect([text.status, text.ready, podState(of, true)]).toEqual([status, ready, state]);
  });

  it('is not known when the node no longer answers, whatever was said last', () => {
    expect(podState(pod({ phase: 'Running', containerStatuses: [running()], conditions: [READY] }), false)).toBe(
      'unknown',
    );
    expect(podState(pod({ phase: 'Pending' }, { spec: { nodeName: '' } }), false)).toBe('pending');
  });
});

describe('restarts', () => {
  const restarted = (restartCount: number, finishedAt: string) =>
    container('c', { running: {} }, { restartCount, lastState: { terminated: { exitCode: 1, finishedAt } } });

  it('adds up the containers and tells the latest time', () => {
    const containerStatuses = [restarted(2, '2017-03-30T11:00:00Z'), restarted(1, '2017-03-30T11:30:00Z')];
    const { restarts, lastRestartAt } = podStatus(pod({ phase: 'Running', containerStatuses }));
    expect([restarts, lastRestartAt]).toEqual([3, '2017-03-30T11:30:00Z']);
  });

  it('forgets the init containers’ once the pod is initialised', () => {
    const initContainerStatuses = [container('a', { terminated: { exitCode: 0 } }, { restartCount: 5 })];
    const status: PodStatus = {
      phase: 'Running',
      initContainerStatuses,
      containerStatuses: [running()],
      conditions: [INITIALIZED],
    };
    expect(podStatus(pod(status, { spec: init('a') })).restarts).toBe(0);
  });
});
