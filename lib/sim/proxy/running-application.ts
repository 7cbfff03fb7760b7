// Which server runs in a container by now, by what is known of its image.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { Behaviours } from '../kubelet/behaviour.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import { programFor } from '../kubelet/pod-sync.ts';
import type { Power } from '../kubelet/power.ts';
import type { Stored } from '../store/object.ts';
import { applicationNameOf } from './known-servers.ts';

export interface RunningApplication {
  name: string;
  startedAt: string;
  /** Where it listens, if not where such an application usually does. */
  ports?: readonly number[];
  /** When it had come up, milliseconds since the epoch. */
  listensMs: number;
}

export interface RunningParts {
  power: Power;
  registry: ImageRegistry;
  behaviours: Behaviours;
  now: () => number;
}

/** A program that still starts up does not listen yet; a command in place of the image's own listens nowhere. */
export function runningApplication(
  { power, registry, behaviours, now }: RunningParts,
  pod: Stored<Pod>,
  container: Container,
): RunningApplication | null {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container.name);
  const startedAt = status?.state?.running?.startedAt;
  const facts = registry.factsOf(container.image ?? '');
  const board = power.boardOf(pod.spec?.nodeName ?? '');
  if (startedAt === undefined || facts === undefined || board === undefined) return null;
  const listensMs = Date.parse(startedAt) + facts.startupMs / board.coreSpeed;
  if (listensMs > now()) return null;
  const { application } = behaviours(pod, container);
  if (container.command !== undefined && application === undefined) return null;
  if (programFor(pod, container, 'main', { board, registry, behaviours }).prints !== null) return null;
  const name = application?.name ?? applicationNameOf(facts);
  if (name === undefined) return null;
  return { name, startedAt, listensMs, ...(application?.ports === undefined ? {} : { ports: application.ports }) };
}
