// What a kubelet says of its node: conditions, images and the lease it renews (kubelet_node_status.go, setters.go).
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { ContainerImage, Node, NodeCondition, Pod } from 'kubernetes-types/core/v1';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import type { Write } from '../controllers/controller.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp, timestamp } from '../timestamp.ts';
import type { ImageRegistry } from './image-registry.ts';

/** kubelet defaults: --node-lease-duration-seconds=40, renewed after a quarter of it. */
const LEASE_SECONDS = 40;
export const LEASE_RENEW_MS = 10_000;
/** --node-status-report-frequency: an unchanged status is still posted this often. */
const STATUS_REPORT_MS = 300_000;
/** --node-status-max-images. */
const IMAGES_MAX = 50;
const LEASES = 'leases.coordination.k8s.io';
export const LEASE_NAMESPACE = 'kube-node-lease';

type Row = readonly [type: string, status: 'True' | 'False', reason: string, message: string];

const HEALTHY: readonly Row[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

export interface Heartbeat {
  writes: Write[];
  nextMs: number;
}

export interface HeartbeatInput {
  node: Stored<Node>;
  lease: Stored<Lease> | undefined;
  pods: readonly Pod[];
  registry: ImageRegistry;
  /** Too little memory is left. */
  pressed: boolean;
  /** By the board's own clock. */
  nowMs: number;
}

const PRESSED: Row = [
  'MemoryPressure',
  'True',
  'KubeletHasInsufficientMemory',
  'kubelet has insufficient memory available',
];

export function heartbeat(input: HeartbeatInput): Heartbeat {
  const { node, lease, nowMs } = input;
  const writes: Write[] = [];
  const renewedMs = parseTimestamp(lease?.spec?.renewTime);
  // A clock that was set back or forth makes no pause: kubelets count the seconds between.
  const renews = !(Math.abs(nowMs - renewedMs) < LEASE_RENEW_MS);
  if (renews) writes.push(renewal(node, lease, nowMs));
  const status = nextStatus(input);
  const ready = readyOf(node);
  if (status !== null) {
    writes.push({ op: 'updateStatus', resource: 'nodes', object: { ...node, status } as Stored<Node> });
    if (ready?.status !== 'True') writes.push(statusEvent(node, 'NodeReady'));
    if (isPressed(node) !== input.pressed) {
      writes.push(statusEvent(node, input.pressed ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory'));
    }
  }
  const reportedMs = status === null ? parseTimestamp(ready?.lastHeartbeatTime) : nowMs;
  return { writes, nextMs: Math.min((renews ? nowMs : renewedMs) + LEASE_RENEW_MS, reportedMs + STATUS_REPORT_MS) };
}

function readyOf(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

function isPressed(node: Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True') === true;
}

/** nodestatus/setters.go: each change of a condition has its event. */
function statusEvent(node: Stored<Node>, reason: string): Write {
  const { name } = node.metadata;
  const message = `Node ${name} status is now: ${reason}`;
  return { op: 'event', event: { about: node, type: 'Normal', reason, message, host: name } };
}

function renewal(node: Stored<Node>, lease: Stored<Lease> | undefined, nowMs: number): Write {
  const { name, uid } = node.metadata;
  const renewTime = new Date(nowMs).toISOString().replace('Z', '000Z');
  const spec = { ...lease?.spec, holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime };
  if (lease !== undefined) return { op: 'update', resource: LEASES, object: { ...lease, spec } as Stored<Lease> };
  const object: Lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: LEASE_NAMESPACE, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
    spec,
  };
  return { op: 'create', resource: LEASES, object };
}

/** Null while there is nothing to post. */
function nextStatus({ node, pods, registry, pressed, nowMs }: HeartbeatInput): Node['status'] | null {
  const before = node.status?.conditions ?? [];
  const images = imagesAfter(node.status?.images ?? [], pods, registry);
  const rows = HEALTHY.map((row) => (pressed && row[0] === PRESSED[0] ? PRESSED : row));
  const isHealthy = rows.every(([type, status]) => before.find((one) => one.type === type)?.status === status);
  const isDue = !(nowMs - parseTimestamp(readyOf(node)?.lastHeartbeatTime) < STATUS_REPORT_MS);
  if (isHealthy && !isDue && images === null) return null;
  const known = new Set(rows.map(([type]) => type));
  const conditions = [
    ...before.filter(({ type }) => !known.has(type)),
    ...rows.map(([type, status, reason, message]): NodeCondition => {
      const old = before.find((one) => one.type === type);
      const since = old?.status === status ? old.lastTransitionTime : undefined;
      const at = timestamp(nowMs);
      return { type, status, lastHeartbeatTime: at, lastTransitionTime: since ?? at, reason, message };
    }),
  ];
  return { ...node.status, conditions, ...(images === null ? {} : { images }) };
}

/** With the images that pods have brought since; null where there is no new one. Largest first. */
function imagesAfter(
  held: readonly ContainerImage[],
  pods: readonly Pod[],
  registry: ImageRegistry,
): ContainerImage[] | null {
  if (COMPARED.get(pods) === held) return null;
  const known = KNOWN.get(held) ?? new Set(held.flatMap((image) => image.names ?? []));
  KNOWN.set(held, known);
  const added: ContainerImage[] = [];
  for (const { status } of pods) {
    for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
      const { image, imageID } = container;
      if (imageID === '' || known.has(image)) continue;
      const brought = imageOf(image, registry);
      if (brought !== null && !brought.names?.some((name) => known.has(name))) {
        added.push(brought);
        for (const name of brought.names ?? []) known.add(name);
      } else if (added.length === 0) {
        known.add(image);
      }
    }
  }
  if (added.length === 0) {
    COMPARED.set(pods, held);
    return null;
  }
  // What was added is not held yet: should the write fail, it is to be found again.
  KNOWN.delete(held);
  return [...held, ...added].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0)).slice(0, IMAGES_MAX);
}

/** By a node's list of images: the names in it, and images as pods name them that turned out to be in it. */
const KNOWN = new WeakMap<readonly ContainerImage[], Set<string>>();
/** By a list of a node's pods: the images that turned out to lack none of theirs. A heartbeat mostly finds both as they were. */
const COMPARED = new WeakMap<readonly Pod[], readonly ContainerImage[]>();

function imageOf(image: string, registry: ImageRegistry): ContainerImage | null {
  const reference = parseImageReference(image);
  const facts = registry.factsOf(image);
  return reference === null || facts === undefined
    ? null
    : { names: [...registry.namesOf(reference)], sizeBytes: facts.sizeBytes };
}

/** Images of containers that have been created. */
export function imagesOf(pods: readonly Pod[]): string[] {
  return pods
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .filter(({ imageID }) => imageID !== '')
    .map(({ image }) => image);
}
