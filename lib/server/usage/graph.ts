import 'server-only';
// GET /api/usage/graph: what was used, in series and steps, with what happened meanwhile.
import { type HistorySubject, isStatusError, StatusError } from '#lib/kube/index.ts';
import { type NodeCourse, nodeCourses } from '#lib/model/usage/history/expected-nodes.ts';
import { graphSeries, type SeriesValues } from '#lib/model/usage/history/graph-series.ts';
import { graphMarks } from '#lib/model/usage/history/marks.ts';
import { shortened, shortenedValues, unfinishedSteps } from '#lib/model/usage/history/newest-step.ts';
import { type Axis, axisOf, pointCount } from '#lib/model/usage/history/steps.ts';
import { unmeasured } from '#lib/model/usage/history/unmeasured.ts';
import {
  EACH_NODE_MAX,
  EACH_POINTS_MAX,
  POINTS_MAX,
  SERIES_MAX,
  type StatedAmounts,
  type UsageGraphView,
} from '#lib/model/usage/usage-view.ts';
import type { Hub } from '../live/hub.ts';
import { type GraphQuery, graphQuery } from './graph-query.ts';
import { MEMORY } from './history.ts';
import type { UsageService } from './usage-service.ts';

/** A board is measured at another moment than its neighbour: what lacks then is no hole yet. */
const GRACE_RESOLUTIONS = 2;
const POLL_MOST_MS = 60_000;
/** How long a first question waits for a cluster that was not read yet. */
const SETTLE_MS = 1_500;

type Source = NonNullable<ReturnType<UsageService['history']['source']>>;

/** @throws {StatusError} for a query that is none, and where the source cannot be read. */
export async function answerGraph(hub: Hub, search: URLSearchParams): Promise<UsageGraphView> {
  const query = graphQuery(search);
  await hub.whenSettled(SETTLE_MS);
  const { usage, cache } = hub;
  const nowMs = usage.clusterMs();
  const { source, axis: wanted, values: read } = await readPast(usage, query, nowMs);
  const courses = nodeCourses({
    nodes: cache.nodes.values(),
    seen: usage.journal.readiness,
    gone: usage.journal.gone,
    events: cache.events.values(),
  }).filter(({ name }) => query.node === null || name === query.node);
  const only = query.node === null ? read : new Map([...read].filter(([name]) => name === query.node));
  const { axis, values } = finished(wanted, only, courses, {
    query,
    nowMs,
    graceMs: GRACE_RESOLUTIONS * usage.history.resolutionMs(source) + spacingMs(usage),
  });
  const most = query.each ? EACH_NODE_MAX : SERIES_MAX;
  const series = graphSeries({ by: query.by, axis, values, nodes: courses, each: query.each, most });
  return {
    by: query.by,
    ...axis,
    source: usage.history.line(source),
    series,
    unmeasured: unmeasuredOf({ axis, values, nodes: courses, sums: query.by === 'arch' ? series : null }, query),
    marks: graphMarks(
      {
        events: cache.events.values(),
        pods: cache.pods.values(),
        readiness: usage.journal.readiness,
        taints: usage.journal.taints,
        nodeOf: (pod) => cache.pods.get(pod)?.nodeName ?? null,
      },
      { fromMs: axis.fromMs, toMs: axis.toMs + axis.stepMs },
    ),
    allocatable: allocatableOf(hub, query),
  };
}

/** Nobody sums up nodes that are drawn each by itself. */
function unmeasuredOf(input: Parameters<typeof unmeasured>[0], { by, each }: GraphQuery): UsageGraphView['unmeasured'] {
  if (each || (by !== 'arch' && by !== 'node')) return null;
  return { cpu: unmeasured(input, 'cpu'), memory: unmeasured(input, 'memory') };
}

interface Past {
  source: Source;
  axis: Axis;
  values: ReadonlyMap<string, SeriesValues>;
}

/** From the source that was named or the best; what that knows nothing of, from what this server keeps. */
async function readPast(usage: UsageService, query: GraphQuery, nowMs: number): Promise<Past> {
  const source = usage.history.source(query.source);
  if (source === null) throw noSource(query.source);
  const read = async (from: Source): Promise<Past> => {
    const axis = axisFor(usage, from, query, nowMs);
    return { source: from, axis, values: await usage.history.read(from, subjectOf(query), axis) };
  };
  try {
    return await read(source);
  } catch (error) {
    const knowsNothing = isStatusError(error) && error.code === 404;
    if (!knowsNothing || query.source !== null || usage.history.source(MEMORY) === null) throw error;
    return read(MEMORY);
  }
}

function axisFor(usage: UsageService, source: Source, { span, each }: GraphQuery, nowMs: number): Axis {
  const toMs = 'lastMs' in span ? nowMs : Math.min(span.toMs, nowMs);
  const fromMs = 'lastMs' in span ? nowMs - span.lastMs : span.fromMs;
  if (fromMs >= toMs) throw new StatusError(400, 'BadRequest', 'from lies in the future of the cluster');
  const leastMs = usage.history.leastStepMs(source, fromMs);
  return axisOf({ fromMs, toMs }, each ? EACH_POINTS_MAX : POINTS_MAX, leastMs);
}

function subjectOf({ by, pod }: GraphQuery): HistorySubject {
  if (by === 'pod' && pod !== null) return { by: 'pod', ...pod };
  return { by: by === 'namespace' ? 'namespace' : 'node' };
}

interface Finishing {
  query: GraphQuery;
  nowMs: number;
  graceMs: number;
}

/** Without the last steps that are still being measured. */
function finished(
  axis: Axis,
  values: ReadonlyMap<string, SeriesValues>,
  courses: readonly NodeCourse[],
  { query, nowMs, graceMs }: Finishing,
): Pick<Past, 'axis' | 'values'> {
  const isOfNodes = query.by === 'arch' || query.by === 'node';
  const steps = unfinishedSteps(axis, values, isOfNodes ? courses : null, { nowMs, graceMs });
  if (steps === 0 || steps >= pointCount(axis)) return { axis, values };
  const shorter = shortened(axis, steps);
  return { axis: shorter, values: shortenedValues(values, pointCount(shorter)) };
}

/** Cluster time between two polls. */
function spacingMs(usage: UsageService): number {
  return Math.min(usage.paceMs ?? POLL_MOST_MS, POLL_MOST_MS) * usage.clockRate;
}

/** Of one node, or of all together; null where one does not say. */
function allocatableOf({ cache }: Hub, { node }: GraphQuery): StatedAmounts {
  const nodes = [...cache.nodes.values()].filter(({ name }) => node === null || name === node);
  const sum = (resource: string): number | null => {
    const known = nodes.flatMap(({ allocatable }) => allocatable[resource] ?? []);
    return nodes.length === 0 || known.length < nodes.length ? null : known.reduce((so, amount) => so + amount, 0);
  };
  return { cpuMillicores: sum('cpu'), memoryBytes: sum('memory') };
}

function noSource(kind: string | null): StatusError {
  const message =
    kind === null
      ? 'no history is kept: start the server with --history-mib above 0, or run a Prometheus in the cluster'
      : `there is no source ${kind} that remembers: leave source= out for the best there is`;
  return new StatusError(404, 'NotFound', message);
}
