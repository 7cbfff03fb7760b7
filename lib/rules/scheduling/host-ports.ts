// Ports that pods take on the node itself, and which of them collide.
// Mirrors kube-scheduler framework/types.go (HostPortInfo) and the NodePorts plugin.
import type { Pod } from 'kubernetes-types/core/v1';
import { isSidecar } from '../resources.ts';

export interface HostPort {
  /** `0.0.0.0` is every address of the node. */
  ip: string;
  protocol: string;
  port: number;
}

const ANY_ADDRESS = '0.0.0.0';

/** Host ports of the containers and sidecars; others have ended before these start (util.GetHostPorts). */
export function hostPorts(pod: Pod): readonly HostPort[] {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []).filter(isSidecar)];
  const ports: HostPort[] = [];
  for (const container of containers) {
    for (const { hostIP, hostPort, protocol } of container.ports ?? []) {
      if (hostPort === undefined || hostPort <= 0) continue;
      ports.push({ ip: hostIP || ANY_ADDRESS, protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports;
}

export function portsCollide(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === ANY_ADDRESS || b.ip === ANY_ADDRESS;
}

/** The wanted ports that are taken already. */
export function takenPorts(wanted: readonly HostPort[], used: readonly HostPort[]): readonly HostPort[] {
  return wanted.filter((port) => used.some((other) => portsCollide(port, other)));
}
