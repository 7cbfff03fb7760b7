import 'server-only';
// The control endpoint of a simulated cluster, as its owner: the address and the token are the kubeconfig's, and stay here.
import { z } from 'zod';
import { type ClusterConfig, isStatusError, StatusError, Transport } from '#lib/kube/index.ts';

const PROGRAM = z.enum(['up', 'stale', 'garbage', 'slow', 'down']);
const API = z.enum([...PROGRAM.options, 'gone']);

const STATE = z.object({
  scenario: z.string(),
  scenarios: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      summary: z.string(),
      parameters: z.record(z.string(), z.object({ default: z.number(), min: z.number(), max: z.number() })).default({}),
    }),
  ),
  clock: z.object({ mode: z.string() }),
  faults: z.object({
    nodesUnplugged: z.array(z.string()),
    api: z.enum(['up', 'slow', 'stopped']),
    delayMs: z.number(),
    metricsMissing: z.array(z.string()),
    permissionsTaken: z.array(z.object({ user: z.string(), verb: z.string(), resource: z.string() })),
    registry: z.enum(['up', 'down', 'slow', 'rate-limited']),
    metrics: z.object({
      metricsApi: API,
      customMetrics: API,
      externalMetrics: API,
      heapster: PROGRAM,
      prometheus: PROGRAM,
    }),
    appMetrics: z.enum(['up', 'gone']),
    unknownMetrics: z.array(z.string()),
    underVoltage: z.array(z.string()),
    overheated: z.array(z.string()),
    clocksBehind: z.array(z.string()),
  }),
  metricsSources: z.array(z.enum(['metricsApi', 'customMetrics', 'externalMetrics', 'heapster', 'prometheus'])),
  load: z.array(
    z.object({ namespace: z.string(), service: z.string(), requestsPerSecond: z.number(), isSet: z.boolean() }),
  ),
  exercises: z.enum(['none', 'added', 'leaving']),
  boards: z.array(
    z.object({
      name: z.string(),
      architecture: z.string(),
      power: z.enum(['on', 'unplugged', 'dark']),
      health: z.array(z.enum(['under-voltage', 'overheated'])),
    }),
  ),
});

export type ControlState = z.infer<typeof STATE>;

export const ANSWER_TIMEOUT_MS = 5_000;
/** A day of a busy cluster, or thousands of boards, take their time. */
export const LONG_TIMEOUT_MS = 180_000;

const GONE =
  'the simulated cluster does not answer on its control port: if its process has ended, start it again with npm start';

export class SimulationControl {
  #transport: Transport | null;

  constructor(config: ClusterConfig) {
    this.#transport = transportOf(config);
  }

  /** Whether the kubeconfig names a control endpoint at all; whether its user may use it, only asking tells. */
  get exists(): boolean {
    return this.#transport !== null;
  }

  /** From now on this one. */
  async use(config: ClusterConfig): Promise<void> {
    const before = this.#transport;
    this.#transport = transportOf(config);
    await before?.close();
  }

  async close(): Promise<void> {
    await this.#transport?.close();
  }

  async state(): Promise<ControlState> {
    return STATE.parse(await this.call('GET', '/state'));
  }

  /** Throws StatusError: what the endpoint refuses in its own words, 503 where it does not answer. */
  async call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, timeoutMs = ANSWER_TIMEOUT_MS) {
    if (this.#transport === null) throw new StatusError(404, 'NotFound', 'this cluster is not a simulated one');
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    try {
      return (await this.#transport.json({ method, path, headers, timeoutMs, ...content })).body;
    } catch (error) {
      if (!isStatusError(error) || error.answered) throw error;
      throw new StatusError(503, 'ServiceUnavailable', GONE, { answered: false });
    }
  }
}

/** The same certificate authority and credentials, another port. A token is not sent in the clear. */
function transportOf(config: ClusterConfig): Transport | null {
  const address = config.simulated?.control ?? '';
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') return null;
  return new Transport({ ...config, server: address.replace(/\/+$/, '') });
}
