// What a pod asks of a node against what is left there, and whose requests take the rest.
import { inFitOrder, insufficientFor } from '../resources.ts';
import type { Check, ResourceCheck } from './explain.ts';
import { roomOn } from './filters.ts';
import { type HostPort, takenPorts } from './host-ports.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

const TAKERS_MAX = 5;
/** Shown for every pod, whether it asks for them or not. */
const ALWAYS: readonly string[] = ['cpu', 'memory'];

/** Pods first, as the scheduler counts; then what the pod asks for, cpu and memory in any case. */
export function resourcesCheck(pod: SchedulingPod, info: NodeInfo): Extract<Check, { kind: 'resources' }> {
  const room = roomOn(info);
  const lacking = new Set(insufficientFor(pod.requests, room).map(({ resource }) => resource));
  const asked = inFitOrder(pod.requests).filter((name) => ALWAYS.includes(name) || (pod.requests[name] ?? 0) > 0);
  const resources = asked.map(
    (resource): ResourceCheck => ({
      resource,
      passes: !lacking.has(resource),
      asked: pod.requests[resource] ?? 0,
      requested: room.requested[resource] ?? 0,
      allocatable: room.allocatable[resource] ?? 0,
      takers: takersOf(resource, info),
    }),
  );
  const pods: ResourceCheck = {
    resource: 'pods',
    passes: !lacking.has('pods'),
    asked: 1,
    requested: room.podCount,
    allocatable: room.allocatable['pods'] ?? 0,
    takers: [],
  };
  return { kind: 'resources', passes: lacking.size === 0, resources: [pods, ...resources] };
}

export function portsCheck(pod: SchedulingPod, info: NodeInfo): Extract<Check, { kind: 'ports' }> {
  const taken =
    pod.hostPorts.length === 0
      ? []
      : info.pods.flatMap((other) =>
          takenPorts(pod.hostPorts, other.hostPorts).map((port) => ({ port: portText(port), by: nameOf(other) })),
        );
  return { kind: 'ports', passes: taken.length === 0, taken };
}

function takersOf(resource: string, { pods }: NodeInfo): ResourceCheck['takers'] {
  return pods
    .map((pod) => ({ pod: nameOf(pod), amount: pod.requests[resource] ?? 0 }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount || (a.pod < b.pod ? -1 : 1))
    .slice(0, TAKERS_MAX);
}

/** `80/TCP`; with the address where it is not all of the node's. */
function portText({ ip, port, protocol }: HostPort): string {
  return `${ip === '0.0.0.0' ? '' : `${ip}:`}${port}/${protocol}`;
}

function nameOf({ namespace, name }: SchedulingPod): string {
  return `${namespace}/${name}`;
}
