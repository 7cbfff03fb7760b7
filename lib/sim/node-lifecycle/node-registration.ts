// What a new Node gets of the control plane: a word that it is known, the old names of its labels, how long its kubelet
// may keep Secrets, and its share of the pods' addresses.
// Mirrors kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (labelReconcileInfo), pkg/controller/ttl
// and pkg/controller/nodeipam.
import type { Node } from 'kubernetes-types/core/v1';
import type { Controller, Outcome, View, Write } from '../controllers/controller.ts';
import { note } from '../controllers/note.ts';
import type { Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';

const TTL = 'node.alpha.kubernetes.io/ttl';
/** ttl_controller.go ttlBoundaries: seconds for a cluster of up to so many nodes. */
const TTL_SECONDS: readonly [nodesMax: number, seconds: number][] = [
  [100, 0],
  [500, 15],
  [1_000, 30],
  [2_000, 60],
  [Number.POSITIVE_INFINITY, 300],
];

/** Each label of the second column follows the one of the first. */
const MIRRORED: readonly [from: string, to: string][] = [
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
];

/** A range of pod addresses as every scenario gives them: a /24 of a /16. */
const POD_CIDR = /^(\d+\.\d+)\.(\d+)\.0\/24$/;
const RANGES_MAX = 256;

const REGISTERED = 'registered:';
const REMOVED = 'removed:';

export class NodeRegistration implements Controller {
  readonly name = 'node-controller';
  readonly fieldManager = 'kube-controller-manager';

  *initialKeys(view: View): Iterable<string> {
    for (const node of view.list('nodes')) if (lacks(node)) yield node.metadata.name;
  }

  *wakes({ resource, type, object }: Change): Iterable<string> {
    if (resource !== 'nodes') return;
    const { name, uid } = object.metadata;
    if (type === 'ADDED') yield REGISTERED + name;
    if (type === 'DELETED') yield `${REMOVED}${name}@${uid}`;
    else if (lacks(object as Stored<Node>)) yield name;
  }

  reconcile(view: View, key: string): Outcome {
    if (key.startsWith(REMOVED)) return { writes: [removed(key.slice(REMOVED.length))] };
    const name = key.startsWith(REGISTERED) ? key.slice(REGISTERED.length) : key;
    const node = view.get('nodes', undefined, name);
    if (node === undefined) return {};
    if (key.startsWith(REGISTERED)) {
      const message = `Node ${name} event: Registered Node ${name} in Controller`;
      return { writes: [note(node, 'Normal', 'RegisteredNode', message)] };
    }
    return lacks(node) ? { writes: [{ op: 'update', resource: 'nodes', object: completed(view, node) }] } : {};
  }
}

function removed(nameAndUid: string): Write {
  const at = nameAndUid.lastIndexOf('@');
  const name = nameAndUid.slice(0, at);
  // The object is gone: its name and uid are what an event needs of it.
  const about = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: nameAndUid.slice(at + 1) } };
  const message = `Node ${name} event: Removing Node ${name} from Controller`;
  return { op: 'event', event: { about, type: 'Normal', reason: 'RemovingNode', message } };
}

function lacks({ metadata }: Stored<Node>): boolean {
  const { labels = {}, annotations = {} } = metadata;
  const isMirrored = MIRRORED.every(([from, to]) => labels[from] === undefined || labels[to] === labels[from]);
  return !isMirrored || annotations[TTL] === undefined;
}

function completed(view: View, node: Stored<Node>): Stored<Node> {
  const labels = { ...node.metadata.labels };
  for (const [from, to] of MIRRORED) if (labels[from] !== undefined) labels[to] = labels[from];
  const others = view.list('nodes');
  const seconds = TTL_SECONDS.find(([nodesMax]) => others.length <= nodesMax)?.[1] ?? 0;
  const annotations = { [TTL]: String(seconds), ...node.metadata.annotations };
  const podCIDR = node.spec?.podCIDR ?? freeRange(others);
  return {
    ...node,
    metadata: { ...node.metadata, ...(Object.keys(labels).length === 0 ? {} : { labels }), annotations },
    spec: { ...node.spec, ...(podCIDR === null ? {} : { podCIDR, podCIDRs: [podCIDR] }) },
  };
}

/** The first that no node has; null where nodes have none, or the network is full. */
function freeRange(nodes: readonly Node[]): string | null {
  const taken = nodes.flatMap(({ spec }) => spec?.podCIDR ?? []);
  const network = taken.map((range) => POD_CIDR.exec(range)?.[1]).find((found) => found !== undefined);
  if (network === undefined) return null;
  const held = new Set(taken);
  for (let index = 0; index < RANGES_MAX; index++) {
    const range = `${network}.${index}.0/24`;
    if (!held.has(range)) return range;
  }
  return null;
}
