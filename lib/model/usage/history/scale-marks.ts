// Scaling and roll-outs of Deployments, read from what their controller says of replica sets.
import type { EventRecord } from '../../records/records.ts';
import type { GraphMark } from '../usage-view.ts';
import { mark, timesOf } from './mark.ts';

/** Replica sets of one Deployment that change within so much time are one roll-out. */
const ROLLOUT_MS = 600_000;
/** One way in steps so far apart at most is one scaling: an autoscaler looks every 15 s and waits for pods between. */
const CLIMB_MS = 120_000;
/**
 * pkg/controller/deployment/sync.go scaleReplicaSet: `Scaled up replica set web-5d7 from 2 to 4`; older ones wrote
 * `Scaled up replica set web-5d7 to 4 from 2`, and before that not where it came from.
 */
const MESSAGE = /^Scaled (?:up|down) replica set (\S+) (?:from (\d+) to (\d+)|to (\d+)(?: from (\d+))?)$/;

interface Scaling {
  atMs: number;
  /** `namespace/name`. */
  deployment: string;
  name: string;
  replicaSet: string;
  from: number | null;
  to: number;
}

export function scaleMarks(events: readonly EventRecord[]): GraphMark[] {
  const scalings = events.flatMap(scalingsOf).sort((a, b) => a.atMs - b.atMs);
  const marks: GraphMark[] = [];
  const rollouts = new Map<string, number>();
  const climbs = new Map<string, Climb>();
  for (const scaling of scalings) {
    const { deployment, name, atMs, from, to } = scaling;
    const isRollout = scalings.some(
      (other) =>
        other.deployment === deployment &&
        other.replicaSet !== scaling.replicaSet &&
        Math.abs(other.atMs - atMs) <= ROLLOUT_MS,
    );
    if (!isRollout) {
      const climb = climbs.get(deployment);
      if (climb !== undefined && isNext(climb, scaling)) climbs.set(deployment, { ...climb, lastMs: atMs, to });
      else {
        if (climb !== undefined) marks.push(climbMark(climb));
        climbs.set(deployment, { name, atMs, lastMs: atMs, from, to });
      }
      continue;
    }
    const begunMs = rollouts.get(deployment);
    if (begunMs !== undefined && atMs - begunMs <= ROLLOUT_MS) continue;
    rollouts.set(deployment, atMs);
    marks.push(mark('deploy', atMs, `${name} rolled out`, null));
  }
  return [...marks, ...Array.from(climbs.values(), climbMark)];
}

interface Climb {
  name: string;
  atMs: number;
  lastMs: number;
  from: number | null;
  to: number;
}

function isNext({ lastMs, from, to }: Climb, next: Scaling): boolean {
  return from !== null && next.from === to && to > from === next.to > to && next.atMs - lastMs <= CLIMB_MS;
}

function climbMark({ name, atMs, from, to }: Climb): GraphMark {
  return mark('scale', atMs, from === null ? `${name} → ${to}` : `${name} ${from} → ${to}`, null);
}

function scalingsOf(event: EventRecord): Scaling[] {
  const { reason, about, message } = event;
  const found = reason === 'ScalingReplicaSet' && about.kind === 'Deployment' ? MESSAGE.exec(message) : null;
  if (found === null) return [];
  const [, replicaSet = '', fromNew, toNew, toOld, fromOld] = found;
  const from = fromNew ?? fromOld;
  return timesOf(event).map((atMs) => ({
    atMs,
    deployment: `${about.namespace}/${about.name}`,
    name: about.name,
    replicaSet,
    from: from === undefined ? null : Number(from),
    to: Number(toNew ?? toOld),
  }));
}
