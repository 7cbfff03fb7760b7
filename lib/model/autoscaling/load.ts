// The load generator's contract: what can be asked of `/api/load`, and what does the same by hand.
import { command } from '../actions/kubectl.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { LoadLimits } from './autoscaling-view.ts';

export const LOAD_TOPIC = 'load';
export const LOAD_KEY = 'load';
/** In the address of an autoscaler's page: its dialog to send load is open at once. */
export const LOAD_PARAMETER = 'load';
/** In the same: whoever followed a link out of the workshop is shown the way back. */
export const WORKSHOP_PARAMETER = 'workshop';

/** Body of `POST /api/load`. Errors are a Kubernetes Status. */
export type LoadRequest =
  | StartLoad
  /** From whoever began it, as long as their page is there. */
  | { action: 'renew'; run: string }
  /** From anybody: it ends at once. */
  | { action: 'stop' };

export interface StartLoad {
  action: 'start';
  /** Whose pods are to have it: the service has to select them. */
  workload: WorkloadRef;
  service: string;
  port: number;
  /** `/` mostly. It is read with GET, as often as `requestsPerSecond` says. */
  path: string;
  /** Whole, from 1 to the limit. */
  requestsPerSecond: number;
  /** Whole, from 1 to the limit. */
  seconds: number;
}

/** Answer of `start`: the name by which the run is renewed, and how often that has to be. */
export interface StartedLoad {
  run: string;
  renewEveryMs: number;
}

/** Answer of `GET /api/load?kind=Deployment&namespace=default&name=web`. */
export interface LoadChoices {
  /** Services that select its pods, by name. */
  services: readonly { name: string; ports: readonly ServicePort[] }[];
  /** Where there is none: why, and what to do. */
  none: string | null;
  limits: LoadLimits;
  /** A command of its own for each is made by `loadCommand`. */
  isSimulated: boolean;
}

export interface ServicePort {
  port: number;
  /** Null for the only one, which may have no name. */
  name: string | null;
  isTls: boolean;
}

/** The path at the API server: `/api/v1/namespaces/default/services/web:80/proxy/`. */
export function loadPath(namespace: string, service: string, { port, isTls }: Omit<ServicePort, 'name'>, path: string) {
  const name = `${isTls ? 'https:' : ''}${service}:${port}`;
  return `/api/v1/namespaces/${namespace}/services/${name}/proxy${path}`;
}

/**
 * By hand, until it is interrupted: a pod that asks from within the cluster; in a simulated one no program runs, so there the
 * API server's proxy is asked.
 */
export function loadCommand(
  { workload, service, port, path, requestsPerSecond }: Omit<StartLoad, 'action' | 'seconds'>,
  isTls: boolean,
  isSimulated: boolean,
): string {
  const pause = Number((1 / Math.max(1, requestsPerSecond)).toPrecision(2));
  if (isSimulated) {
    const raw = command('kubectl', 'get', '--raw', loadPath(workload.namespace, service, { port, isTls }, path));
    return `while sleep ${pause}; do ${raw} >/dev/null & done`;
  }
  const url = `${isTls ? 'https' : 'http'}://${service}:${port}${path}`;
  const loop = `while sleep ${pause}; do wget -q -O- ${isTls ? '--no-check-certificate ' : ''}${url} >/dev/null & done`;
  const run = ['run', 'load', '-n', workload.namespace, '--rm', '-it', '--restart=Never', '--image=busybox'];
  return command('kubectl', ...run, '--', 'sh', '-c', loop);
}
