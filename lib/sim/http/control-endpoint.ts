// The control endpoint: the same over HTTPS, on a loopback port of its own, for the owner's token alone.
import { z } from 'zod';
import { type Answer, type ApiRequest, errorAnswer, objectAnswer } from '../api/answer.ts';
import { jsonOf } from '../api/body.ts';
import { type ClockMode, parseClockMode } from '../clock.ts';
import { type Faults, METRICS_API_STATES, METRICS_STATES } from '../faults.ts';
import type { Tokens } from '../identity/user.ts';
import { badRequest, methodNotAllowed, unknownPath } from '../refusals.ts';
import { StatusError } from '../status-error.ts';
import { type ClockChange, type Control, STEP_MAX_MS } from './control.ts';

const NAMES_MAX = 10_000;
const DELAY_MAX_MS = 60_000;

const names = z.array(z.string().min(1).max(253)).max(NAMES_MAX).default([]);
const word = z.string().min(1).max(253);

const program = z.enum(METRICS_STATES).default('up');
const api = z.enum(METRICS_API_STATES).default('up');

const FAULTS = z.strictObject({
  nodesUnplugged: names,
  api: z.enum(['up', 'stopped', 'slow']).default('up'),
  delayMs: z.number().int().min(0).max(DELAY_MAX_MS).optional(),
  metricsMissing: names,
  permissionsTaken: z
    .array(z.strictObject({ user: word, verb: word, resource: word }))
    .max(NAMES_MAX)
    .default([]),
  registry: z.enum(['up', 'down', 'slow', 'rate-limited']).default('up'),
  metrics: z
    .strictObject({ metricsApi: api, customMetrics: api, externalMetrics: api, heapster: program, prometheus: program })
    .prefault({}),
  appMetrics: z.enum(['up', 'gone']).default('up'),
  unknownMetrics: names,
  underVoltage: names,
  overheated: names,
  clocksBehind: names,
});

/** Slow without a number would be no fault at all. */
const SLOW_DELAY_MS = 2_000;

const MODE = z.string().transform((text, context): ClockMode => {
  const mode = parseClockMode(text);
  if (mode !== null) return mode;
  context.addIssue({ code: 'custom', message: 'use real, paused or xN, as x10' });
  return z.NEVER;
});

const CLOCK_MODE = z.strictObject({ mode: MODE });
const CLOCK_STEP = z.strictObject({ stepMs: z.number().int().min(0).max(STEP_MAX_MS) });

const COUNT_MAX = 10_000_000;
const SEED_MAX = 0xffff_ffff;
const count = z.number().int().min(0).max(COUNT_MAX);
const SCENARIO = z.strictObject({
  name: word,
  nodes: count.optional(),
  pods: count.optional(),
  seed: z.number().int().min(0).max(SEED_MAX).optional(),
});

/** More than any cluster here could answer. */
const REQUESTS_PER_SECOND_MAX = 1_000_000;
const SERVICES_MAX = 1_000;
const LOAD = z.strictObject({
  services: z
    .array(
      z.strictObject({
        namespace: word.default('default'),
        service: word,
        requestsPerSecond: z.number().min(0).max(REQUESTS_PER_SECOND_MAX),
      }),
    )
    .max(SERVICES_MAX)
    .default([]),
});

export function controlHandler(control: Control, tokens: Tokens): (request: ApiRequest) => Promise<Answer> {
  return async (request) => {
    try {
      checkOwner(request, tokens);
      return await answer(control, request);
    } catch (error) {
      if (error instanceof StatusError) return errorAnswer(error);
      throw error;
    }
  };
}

function checkOwner(request: ApiRequest, tokens: Tokens): void {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const user = tokens.userFor(token);
  if (user === undefined) throw new StatusError('Unauthorized', 'Unauthorized');
  if (user.name !== 'owner') {
    throw new StatusError('Forbidden', `the simulation is controlled by its owner only, and you are "${user.name}"`);
  }
}

async function answer(control: Control, request: ApiRequest): Promise<Answer> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /state':
      return objectAnswer(control.state());
    case 'POST /clock':
      return objectAnswer(await control.setClock(clockChange(request)));
    case 'PUT /faults':
      return objectAnswer(await control.setFaults(faults(request)));
    case 'GET /load':
      return objectAnswer(control.load());
    case 'PUT /load':
      return objectAnswer(control.setLoad(read(LOAD, request).services));
    case 'POST /scenario': {
      const { name, seed, ...parameters } = read(SCENARIO, request);
      return objectAnswer(await control.setScenario({ name, parameters, ...(seed === undefined ? {} : { seed }) }));
    }
    case 'POST /reset':
      return objectAnswer(await control.reset());
    case 'POST /exercises':
      return objectAnswer(await control.addExercises());
    case 'DELETE /exercises':
      return objectAnswer(await control.removeExercises());
    case 'POST /cut-watches':
      return objectAnswer({ cut: control.cutWatches() });
    case 'POST /compact':
      control.compact();
      return objectAnswer(control.state());
    case 'GET /requests':
      return objectAnswer(control.requests());
    case 'DELETE /requests':
      control.clearRequests();
      return objectAnswer([]);
    default:
      throw PATHS.has(request.path) ? methodNotAllowed() : unknownPath();
  }
}

/** Which of the two is meant shows in the body, so that the complaint is about that one. */
function clockChange(request: ApiRequest): ClockChange {
  const body = jsonOf(request.body);
  const steps = 'value' in body && typeof body.value === 'object' && body.value !== null && 'stepMs' in body.value;
  return steps ? read(CLOCK_STEP, request) : read(CLOCK_MODE, request);
}

function faults(request: ApiRequest): Faults {
  const { delayMs, ...given } = read(FAULTS, request);
  return { ...given, delayMs: delayMs ?? (given.api === 'slow' ? SLOW_DELAY_MS : 0) };
}

const PATHS = new Set([
  '/state',
  '/clock',
  '/faults',
  '/scenario',
  '/reset',
  '/exercises',
  '/cut-watches',
  '/compact',
  '/requests',
  '/load',
]);

function read<T extends z.ZodType>(schema: T, request: ApiRequest): z.output<T> {
  const body = jsonOf(request.body);
  if ('why' in body) throw badRequest(`${request.path} cannot be set: json parse error: ${body.why}`);
  const read = schema.safeParse(body.value);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
  throw badRequest(`${request.path} cannot be set: ${why}`);
}
