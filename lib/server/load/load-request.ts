import 'server-only';
// What is asked of the load generator: checked, bound to services that lead to the pods it is meant for.
import { z } from 'zod';
import { StatusError } from '#lib/kube/index.ts';
import type { LoadChoices, LoadRequest, ServicePort, StartedLoad, StartLoad } from '#lib/model/autoscaling/load.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { parsed, workloadShape } from '../actions/action-request.ts';
import type { Hub } from '../live/hub.ts';
import { servicesOf } from './load-targets.ts';

const NAME_CHARS_MAX = 253;
/** Of plain words between slashes: nothing that means anything else on the way, and no query. */
const SEGMENT = '[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}';
const PATH = new RegExp(`^/(?:${SEGMENT}(?:/${SEGMENT}){0,9}/?)?$`);

const REQUEST = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('start'),
    workload: workloadShape,
    service: z.string().min(1).max(NAME_CHARS_MAX),
    port: z.number().int().min(1).max(65_535),
    path: z.string().regex(PATH, 'a path of plain words such as / or /hello'),
    // How much is too much is the generator's to say.
    requestsPerSecond: z.number(),
    seconds: z.number(),
  }),
  z.strictObject({ action: z.literal('renew'), run: z.string().max(64) }),
  z.strictObject({ action: z.literal('stop') }),
]);

/** `body` is a LoadRequest; what is about to begin does not where `asker` aborts. Throws StatusError: ours, or the API's. */
export async function runLoadRequest(
  hub: Hub,
  body: unknown,
  asker?: AbortSignal,
): Promise<StartedLoad | { action: 'renew' | 'stop' }> {
  const request: LoadRequest = parsed(REQUEST, body);
  switch (request.action) {
    case 'start':
      return hub.load.start(request, () => portOf(hub, request), asker);
    case 'renew':
      hub.load.renew(request.run);
      return { action: 'renew' };
    case 'stop':
      hub.load.stop();
      return { action: 'stop' };
  }
}

/** Throws StatusError 422 for what names no workload, and the API's. */
export async function loadChoices(hub: Hub, query: URLSearchParams): Promise<LoadChoices> {
  const workload: WorkloadRef = parsed(workloadShape, Object.fromEntries(query));
  const services = await servicesOf(hub.transport, workload);
  return {
    services,
    none: services.length === 0 ? noService(workload) : null,
    limits: hub.load.limits,
    isSimulated: hub.load.isSimulated,
  };
}

async function portOf(hub: Hub, { workload, service, port }: StartLoad): Promise<ServicePort> {
  const services = await servicesOf(hub.transport, workload);
  const found = services.find(({ name }) => name === service);
  if (found === undefined) {
    const others = services.map(({ name }) => name).join(', ');
    const which = others === '' ? noService(workload) : `these do: ${others}`;
    throw new StatusError(422, 'Invalid', `service ${service} does not select the pods of ${workload.name}: ${which}`);
  }
  const known = found.ports.find((one) => one.port === port);
  if (known !== undefined) return known;
  const ports = found.ports.map((one) => one.port).join(', ');
  throw new StatusError(422, 'Invalid', `service ${service} has no port ${port}, it has ${ports}`);
}

function noService({ kind, namespace, name }: WorkloadRef): string {
  const expose = `kubectl expose ${kind.toLowerCase()} ${name} -n ${namespace} --port=<port>`;
  return `no service with a TCP port selects the pods of ${name}: ${expose} makes one`;
}
