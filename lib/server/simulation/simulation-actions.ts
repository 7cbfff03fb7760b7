import 'server-only';
// What the owner of a simulated cluster can do to it from the menu: checked, sent to the control endpoint, and shown at once.
import { z } from 'zod';
import { formatCount } from '#lib/format/count.ts';
import { StatusError } from '#lib/kube/index.ts';
import type { SimulationResult } from '#lib/model/simulation-view.ts';
import { isNodeName } from '../actions/node-name.ts';
import type { Hub } from '../live/hub.ts';
import { CHAIN_WORDS, chainFaults } from './chain-faults.ts';
import { type ControlState, LONG_TIMEOUT_MS, type SimulationControl } from './simulation-control.ts';

/** As the control endpoint has it: 31 days. */
const STEP_MAX_MS = 31 * 24 * 3_600_000;
const NAME_CHARS_MAX = 253;
/** As the control endpoint has it. */
const REQUESTS_PER_SECOND_MAX = 1_000_000;

const board = z.string().refine(isNodeName, 'not a name a board can have');
const count = z.number().int().min(0).optional();
const ACTION = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('clock'), mode: z.enum(['real', 'paused', 'x10', 'x60']) }),
  z.strictObject({ action: z.literal('step'), stepMs: z.number().int().min(1).max(STEP_MAX_MS) }),
  z.strictObject({ action: z.literal('power'), board, plugged: z.boolean() }),
  z.strictObject({ action: z.literal('metrics'), board, missing: z.boolean() }),
  z.strictObject({ action: z.literal('api'), api: z.enum(['up', 'slow', 'stopped']) }),
  z.strictObject({
    action: z.literal('metrics-source'),
    source: z.enum(['metricsApi', 'customMetrics', 'externalMetrics', 'heapster', 'prometheus']),
    state: z.enum(['up', 'stale', 'garbage', 'slow', 'down', 'gone']),
  }),
  z.strictObject({
    action: z.literal('autoscaling'),
    part: z.enum(['hasAppMetrics', 'knowsMetrics', 'mayRead']),
    works: z.boolean(),
  }),
  z.strictObject({ action: z.literal('health'), board, health: z.enum(['good', 'under-voltage', 'overheated']) }),
  z.strictObject({ action: z.literal('registry'), registry: z.enum(['up', 'down', 'slow', 'rate-limited']) }),
  z.strictObject({
    action: z.literal('load'),
    namespace: z.string().max(NAME_CHARS_MAX),
    service: z.string().max(NAME_CHARS_MAX),
    requestsPerSecond: z.number().min(0).max(REQUESTS_PER_SECOND_MAX).nullable(),
  }),
  z.strictObject({ action: z.literal('exercises'), added: z.boolean() }),
  z.strictObject({ action: z.literal('mend') }),
  z.strictObject({ action: z.literal('cut-watches') }),
  z.strictObject({ action: z.literal('expire-history') }),
  z.strictObject({
    action: z.literal('scenario'),
    name: z.string().min(1).max(NAME_CHARS_MAX),
    nodes: count,
    pods: count,
  }),
  z.strictObject({ action: z.literal('reset') }),
]);

/** `body` is a SimulationAction. Throws StatusError: ours for a bad request, else the control endpoint's. */
export async function runSimulationAction(hub: Hub, body: unknown): Promise<SimulationResult> {
  const { simulation } = hub;
  simulation.requireControllable();
  const parsed = ACTION.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StatusError(422, 'Invalid', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`);
  }
  try {
    const done = await simulation.inTurn(() => run(simulation.control, parsed.data));
    // What was watched is another cluster now: nobody should wait for the watches to find out.
    if (parsed.data.action === 'scenario' || parsed.data.action === 'reset') hub.cache.restart();
    return { done };
  } finally {
    hub.pokeProbe();
    await simulation.refreshAnew();
  }
}

/** As zod reads it: what is absent may also be undefined. */
type Parsed = z.infer<typeof ACTION>;

async function run(control: SimulationControl, action: Parsed): Promise<string> {
  switch (action.action) {
    case 'clock':
      await control.call('POST', '/clock', { mode: action.mode });
      return action.mode === 'paused' ? 'The clock is paused.' : 'The clock runs.';
    case 'step':
      await control.call('POST', '/clock', { mode: 'paused' });
      await control.call('POST', '/clock', { stepMs: action.stepMs }, LONG_TIMEOUT_MS);
      return 'The clock was stepped.';
    case 'cut-watches': {
      const { cut } = z.object({ cut: z.number() }).parse(await control.call('POST', '/cut-watches'));
      return `Cut ${formatCount(cut, 'watch', 'watches')}.`;
    }
    case 'expire-history':
      await control.call('POST', '/compact');
      return 'The history is forgotten.';
    case 'scenario': {
      const { name, nodes, pods } = action;
      await control.call('POST', '/scenario', { name, nodes, pods }, LONG_TIMEOUT_MS);
      return `${name} runs from its first instant.`;
    }
    case 'reset':
      await control.call('POST', '/reset', undefined, LONG_TIMEOUT_MS);
      return 'The scenario is back at its first instant.';
    case 'exercises':
      return action.added ? addExercises(control) : removeExercises(control);
    case 'load':
      return setLoad(control, action);
    case 'power':
    case 'metrics':
    case 'api':
    case 'registry':
    case 'metrics-source':
    case 'autoscaling':
    case 'health':
    case 'mend':
      return changeFaults(control, action);
  }
}

const ADDED = z.object({
  namespace: z.string(),
  exercises: z.array(z.unknown()),
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })),
});

async function addExercises(control: SimulationControl): Promise<string> {
  const { namespace, exercises, leftOut } = ADDED.parse(await control.call('POST', '/exercises'));
  const byWhy = Object.entries(Object.groupBy(leftOut, ({ why }) => why));
  const left = byWhy.map(([why, some = []]) => `${some.map(({ name }) => name).join(', ')} (${why})`);
  return [
    `${formatCount(exercises.length, 'exercise')} in the namespace ${namespace}.`,
    left.length === 0 ? '' : `Left out: ${left.join('; ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

async function removeExercises(control: SimulationControl): Promise<string> {
  await control.call('DELETE', '/exercises');
  return 'The exercises go as their pods end.';
}

/** The endpoint replaces all that is set: other services keep theirs. */
async function setLoad(control: SimulationControl, action: Extract<Parsed, { action: 'load' }>): Promise<string> {
  const { namespace, service, requestsPerSecond } = action;
  const { load } = await control.state();
  const others = load
    .filter((other) => other.isSet && !(other.namespace === namespace && other.service === service))
    .map((other) => ({
      namespace: other.namespace,
      service: other.service,
      requestsPerSecond: other.requestsPerSecond,
    }));
  const own = requestsPerSecond === null ? [] : [{ namespace, service, requestsPerSecond }];
  await control.call('PUT', '/load', { services: [...others, ...own] });
  return requestsPerSecond === null
    ? `${service} has the scenario's own load.`
    : `${service} is asked ${formatCount(requestsPerSecond, 'time')} a second.`;
}

/** The endpoint replaces all faults at once: the others stay what they are. */
async function changeFaults(control: SimulationControl, action: FaultAction): Promise<string> {
  if (action.action === 'mend') {
    await control.call('PUT', '/faults', {});
    return 'All faults are mended.';
  }
  const { faults } = await control.state();
  await control.call('PUT', '/faults', { ...faults, ...changeOf(faults, action) });
  switch (action.action) {
    case 'power':
      return `${action.board} is ${action.plugged ? 'plugged in' : 'unplugged'}.`;
    case 'metrics':
      return `${action.board} has ${action.missing ? 'no' : 'its'} metrics${action.missing ? '' : ' again'}.`;
    case 'api':
      return API_WORDS[action.api];
    case 'registry':
      return REGISTRY_WORDS[action.registry];
    case 'metrics-source':
      return `${SOURCE_NAMES[action.source]} ${SOURCE_WORDS[action.state]}.`;
    case 'autoscaling':
      return CHAIN_WORDS[action.part][action.works ? 0 : 1];
    case 'health':
      return `${action.board} ${HEALTH_WORDS[action.health]}.`;
  }
}

type FaultAction = Extract<
  Parsed,
  { action: 'power' | 'metrics' | 'api' | 'registry' | 'metrics-source' | 'autoscaling' | 'health' | 'mend' }
>;

const SOURCE_NAMES = {
  metricsApi: 'metrics.k8s.io',
  customMetrics: 'custom.metrics.k8s.io',
  externalMetrics: 'external.metrics.k8s.io',
  heapster: 'Heapster',
  prometheus: 'Prometheus',
};
const SOURCE_WORDS = {
  up: 'answers',
  stale: 'goes on telling what it measured last',
  garbage: 'answers with nonsense',
  slow: 'is slow',
  down: 'is down',
  gone: 'is not registered any more',
};
const HEALTH_WORDS = {
  good: 'is well again',
  'under-voltage': 'has too little voltage',
  overheated: 'is too hot',
};

const API_WORDS = {
  up: 'The API server answers.',
  slow: 'The API server is slow.',
  stopped: 'The API server is stopped.',
};

const REGISTRY_WORDS = {
  up: 'The registries answer.',
  slow: 'The registries are slow.',
  'rate-limited': 'The registries refuse whoever asks too often.',
  down: 'The registries are down.',
};

function changeOf(faults: ControlState['faults'], action: Exclude<FaultAction, { action: 'mend' }>): object {
  switch (action.action) {
    case 'power':
      return { nodesUnplugged: withName(faults.nodesUnplugged, action.board, !action.plugged) };
    case 'metrics':
      return { metricsMissing: withName(faults.metricsMissing, action.board, action.missing) };
    case 'api':
      // Without a delay the endpoint chooses one that is felt.
      return { api: action.api, delayMs: undefined };
    case 'registry':
      return { registry: action.registry };
    case 'metrics-source':
      return { metrics: { ...faults.metrics, [action.source]: action.state } };
    case 'autoscaling':
      return chainFaults(faults, action.part, action.works);
    case 'health':
      return {
        underVoltage: withName(faults.underVoltage, action.board, action.health === 'under-voltage'),
        overheated: withName(faults.overheated, action.board, action.health === 'overheated'),
      };
  }
}

function withName(names: readonly string[], name: string, isIn: boolean): string[] {
  const others = names.filter((other) => other !== name);
  return isIn ? [...others, name] : others;
}
