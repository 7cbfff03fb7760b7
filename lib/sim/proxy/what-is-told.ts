// What a Prometheus finds at a port of a pod: whether somebody listens there, and whether that one counts its requests.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import { HTTP_APPLICATIONS } from './applications.ts';
import { type RunningParts, runningApplication } from './running-application.ts';

/** Null where none listens. */
export function toldAt(parts: RunningParts, pod: Stored<Pod>, port: number): 'requests' | 'nothing' | null {
  for (const container of pod.spec?.containers ?? []) {
    const running = runningApplication(parts, pod, container);
    const application = HTTP_APPLICATIONS[running?.name ?? ''];
    const ports = running?.ports ?? application?.ports ?? [];
    if (ports.includes(port)) return application?.tells === true ? 'requests' : 'nothing';
  }
  return null;
}
