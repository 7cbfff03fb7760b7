import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podObject } from '../testdata/cluster.ts';
import { planPodAction } from './pod-plan.ts';

const plan = (pod: Pod, nodeAnswers = true) =>
  planPodAction(pod, nodeAnswers, { action: 'delete-pod', pod: { namespace: 'default', name: 'web' } });

describe('deleting a pod', () => {
  it('is of this very pod, with its command, and cannot be undone', () => {
    expect(plan(podObject())).toMatchObject({
      write: {
        kind: 'delete',
        path: '/api/v1/namespaces/default/pods/web',
        body: { preconditions: { uid: 'uid-web' } },
      },
      kubectl: 'kubectl delete pod web -n default',
      undo: null,
      effects: expect.arrayContaining(['this cannot be undone']),
    });
  });

  it.each<[string, Pod, string]>([
    ['a bare one', podObject(), 'no controller makes another: it is gone for good'],
    [
      "a ReplicaSet's",
      podObject({ owner: { kind: 'ReplicaSet', name: 'web-5d' } }),
      'ReplicaSet web-5d makes another, unless it is scaled down',
    ],
    [
      "a DaemonSet's",
      podObject({ owner: { kind: 'DaemonSet', name: 'agent' } }),
      'DaemonSet agent makes another on pi5',
    ],
    [
      "a StatefulSet's",
      podObject({ owner: { kind: 'StatefulSet', name: 'db' } }),
      'StatefulSet db makes another of the same name when it is gone',
    ],
    [
      "a Job's that is done",
      podObject({ owner: { kind: 'Job', name: 'once' }, phase: 'Succeeded' }),
      'Job once has counted it: no other is made',
    ],
    [
      'a static one',
      podObject({ owner: { kind: 'Node', name: 'pi5' } }),
      'it is a static pod: the kubelet of pi5 keeps it running, and it is listed again',
    ],
  ])('what comes after %s', (_, pod, words) => {
    expect(plan(pod).effects).toContain(words);
  });

  it('says how long it has', () => {
    expect(plan(podObject()).effects[0]).toBe('deletes web: its containers have 30s to end');
    expect(plan(podObject({ node: null, phase: 'Pending' })).effects[0]).toBe('deletes web at once');
  });

  it('says that a silent node does not end it', () => {
    expect(plan(podObject(), false).effects).toContain('pi5 does not answer: the pod stays Terminating until it does');
  });

  it('is nothing to do twice', () => {
    expect(plan(podObject({ deletionAt: '2017-03-30T12:00:00Z' }))).toMatchObject({ changes: false, write: null });
  });
});
