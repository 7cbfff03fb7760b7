// Watches over nodes: silent ones become Unknown, their pods not ready, and taints follow. One key is one node.
// Mirrors kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import type { Node } from 'kubernetes-types/core/v1';
import { NODE_MONITOR_GRACE_MS } from '#lib/rules/nodes/node-lifecycle.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write } from '../controllers/controller.ts';
import type { Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { heardMs, notReady, readyOf, taintsAfter, unknownConditions } from './node-conditions.ts';

export class NodeController implements Controller {
  readonly name = 'node-controller';
  readonly fieldManager = 'kube-controller-manager';

  initialKeys(view: View): Iterable<string> {
    return view.list('nodes').map(({ metadata }) => metadata.name);
  }

  *wakes({ resource, type, object, previous }: Change, view: View): Iterable<string> {
    if (resource !== 'nodes') return;
    const isGone = type === 'DELETED';
    if (!isGone && previous !== undefined && !matters(previous as Node, object as Node)) return;
    if (!isGone) yield object.metadata.name;
    // Where others are Ready, this one neither begins nor ends a full disruption, which is what concerns them all.
    if (isReady(previous) !== (!isGone && isReady(object)) && !isAnotherReady(view, object))
      yield* this.initialKeys(view);
  }

  reconcile(view: View, key: string): Outcome {
    const { nowMs } = view;
    const node = view.get('nodes', undefined, key);
    if (node === undefined) return {};
    const lease = view.get('leases.coordination.k8s.io', 'kube-node-lease', key);
    const silentMs = nowMs - heardMs(node, lease);
    const conditions = silentMs >= NODE_MONITOR_GRACE_MS ? unknownConditions(node, nowMs) : null;
    // Taints follow once the conditions are written: the change wakes this key again.
    if (conditions !== null) return { writes: lost(view, node, conditions) };
    const evicts = view.list('nodes').some(isReady);
    const taints = taintsAfter(node, evicts, nowMs);
    const writes: Write[] =
      taints === null ? [] : [{ op: 'update', resource: 'nodes', object: withTaints(node, taints) }];
    if (!isReady(node)) writes.push(...podsNotReady(view, key));
    return silentMs < NODE_MONITOR_GRACE_MS ? { writes, requeueAfterMs: NODE_MONITOR_GRACE_MS - silentMs } : { writes };
  }
}

function isReady(node: object | undefined): boolean {
  return node !== undefined && readyOf(node)?.status === 'True';
}

function isAnotherReady(view: View, { metadata }: Stored): boolean {
  return view.list('nodes').some((node) => node.metadata.name !== metadata.name && isReady(node));
}

/** Heartbeats come often and change nothing here. */
function matters(previous: Node, node: Node): boolean {
  const states = ({ status }: Node) => status?.conditions?.map((condition) => [condition.type, condition.status]);
  return !(sameMeaning(previous.spec, node.spec) && sameMeaning(states(previous), states(node)));
}

function withTaints(node: Stored<Node>, taints: NonNullable<Node['spec']>['taints']): Stored<Node> {
  const { taints: _before, ...spec } = node.spec ?? {};
  return { ...node, spec: taints?.length === 0 ? spec : { ...spec, ...(taints === undefined ? {} : { taints }) } };
}

function lost(view: View, node: Stored<Node>, conditions: NonNullable<Node['status']>['conditions']): Write[] {
  const { name } = node.metadata;
  const wasReady = isReady(node);
  const status = { ...node.status, ...(conditions === undefined ? {} : { conditions }) };
  const message = `Node ${name} status is now: NodeNotReady`;
  const event = { about: node, type: 'Normal', reason: 'NodeNotReady', message } as const;
  return [
    { op: 'updateStatus', resource: 'nodes', object: { ...node, status } as Stored<Node> },
    ...(wasReady ? [{ op: 'event', event } as const] : []),
    ...podsNotReady(view, name),
  ];
}

function podsNotReady(view: View, node: string): Write[] {
  return view.podsOn(node).flatMap((pod): Write[] => {
    const marked = notReady(pod, view.nowMs);
    if (marked === null) return [];
    const event = { about: pod, type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' } as const;
    return [
      { op: 'updateStatus', resource: 'pods', object: marked },
      { op: 'event', event },
    ];
  });
}
