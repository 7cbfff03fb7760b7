// A board that nobody heartbeats for, and what its taints do to the pods on it.
import { get, inNamespace, MERGE, patch, post, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at } from '../look.ts';
import { gone, made, PODS, running, UNCOMPARED } from '../workloads.ts';

const NODE = '/api/v1/nodes/{ns}';
const BOARD = '/api/v1/nodes/pi7';

const node = (spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: '{ns}', ...metadata },
  spec: { unschedulable: true, ...spec },
});
const withoutNode = remove(NODE, undefined, UNCOMPARED);
const taints = (body: Body): string[] => {
  const all = at(body, 'spec', 'taints');
  const look = (taint: unknown) => JSON.stringify([at(taint, 'key'), at(taint, 'value') ?? '', at(taint, 'effect')]);
  return Array.isArray(all) ? all.map(look).toSorted((a, b) => (a < b ? -1 : 1)) : [];
};
const CORDONED = JSON.stringify(['node.kubernetes.io/unschedulable', '', 'NoSchedule']);
const annotated = (body: Body) => at(body, 'metadata', 'annotations', 'node.alpha.kubernetes.io/ttl') !== undefined;
/**
 * The real one sometimes says "Cancelling deletion" as well, of a pod that it has just deleted: where it notices that
 * before the work that deleted it is off its list (controller/tainteviction, handlePodUpdate).
 */
const markedForDeletion = ({ items = [] }: Body): string[] =>
  items
    .map((item) => `${String(at(item, 'involvedObject', 'name'))}: ${String(item['message'])}`)
    .filter((text) => text.includes(': Marking for deletion'))
    .toSorted((a, b) => (a < b ? -1 : 1));
/** Tolerated by nobody but those of the case. */
const TAINT = { key: '{ns}', value: 'yes', effect: 'NoExecute' };
const taint = (...more: object[]): RequestStep =>
  patch(
    BOARD,
    MERGE,
    { spec: { taints: [{ key: 'beta.kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' }, ...more] } },
    UNCOMPARED,
  );
const onBoard = (name: string, tolerations: readonly object[] = []) =>
  made(name, {
    nodeSelector: { 'kubernetes.io/hostname': 'pi7' },
    tolerations: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }, ...tolerations],
  });

export const nodeLife: readonly Case[] = [
  {
    name: 'is tainted while it is cordoned',
    kind: 'Node',
    steps: [
      post('/api/v1/nodes', node(), { ignored: ['metadata.managedFields'] }),
      get(NODE, { until: (body) => taints(body).join() === CORDONED, only: taints }),
      withoutNode,
    ],
  },
  {
    name: 'is given its old labels and its share of addresses',
    kind: 'Node',
    steps: [
      post(
        '/api/v1/nodes',
        node({}, { labels: { 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'linux' } }),
        UNCOMPARED,
      ),
      get(NODE, {
        until: (body) => annotated(body) && at(body, 'metadata', 'labels', 'beta.kubernetes.io/os') !== undefined,
        only: (body) => [at(body, 'metadata', 'labels'), at(body, 'metadata', 'annotations')],
      }),
      withoutNode,
    ],
  },
  {
    name: 'loses the taint of cordoned boards when it is uncordoned',
    kind: 'Node',
    steps: [
      post('/api/v1/nodes', node(), UNCOMPARED),
      get(NODE, { until: (body) => taints(body).join() === CORDONED, uncompared: true }),
      patch(NODE, MERGE, { spec: { unschedulable: null } }, UNCOMPARED),
      get(NODE, { until: (body) => taints(body).length === 0, only: taints }),
      withoutNode,
    ],
  },
  {
    name: 'is evicted by a taint that it does not tolerate',
    kind: 'Pod',
    steps: [
      ...inNamespace,
      onBoard('a'),
      onBoard('b', [{ key: '{ns}', operator: 'Exists' }]),
      onBoard('c', [{ key: '{ns}', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1 }]),
      onBoard('d', [{ key: '{ns}', operator: 'Equal', value: 'no' }]),
      ...['a', 'b', 'c', 'd'].map(running),
      taint(TAINT),
      gone(`${PODS}/a`),
      gone(`${PODS}/d`),
      gone(`${PODS}/c`),
      get(PODS, { only: ({ items = [] }) => items.map((item) => at(item, 'metadata', 'name')) }),
      get('/api/v1/namespaces/{ns}/events?fieldSelector=reason=TaintManagerEviction', {
        until: (body) => markedForDeletion(body).length >= 3,
        only: markedForDeletion,
      }),
      taint(),
    ],
  },
];
