// The Job controller: runs pods until enough have succeeded, or too many failed.
// Mirrors syncJob in kubernetes pkg/controller/job/job_controller.go.
import type { Job, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { isPodActive, isPodReady, isPodTerminating } from '#lib/rules/pods/pod-readiness.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { sameMeaning } from '../canonical.ts';
import { claim, claimantsOf } from '../claim.ts';
import { type Controller, keysOf, type Outcome, type View, type Write, type WriteFailure } from '../controller.ts';
import { nonZero } from '../non-zero.ts';
import { isNamespaceLeaving, note } from '../note.ts';
import { JobFailures } from './job-failures.ts';
import { finishOf, isSuspended, TRACKING_FINALIZER } from './job-pod.ts';
import { jobPod, type PodPlan, podPlan } from './job-pods.ts';
import { type JobScene, jobScene } from './job-scene.ts';
import { type Tracking, track } from './job-status.ts';
import { completion, deadlineLeftMs, type Verdict, verdictOf } from './job-verdict.ts';

const KIND = 'Job';
const RESOURCE = 'jobs.batch';
const CONTROLLER_NAME = 'kubernetes.io/job-controller';

export function jobController(): Controller {
  const failures = new JobFailures();
  return {
    name: 'job-controller',
    fieldManager: 'kube-controller-manager',
    *wakes(change, view) {
      const { namespace, name } = change.object.metadata;
      if (change.resource === RESOURCE) yield keyOf(namespace, name);
      if (change.resource === RESOURCE && change.type === 'DELETED') failures.forget(change.object.metadata.uid);
      if (change.resource === 'pods') yield* claimantsOf(change, KIND, RESOURCE, view);
    },
    initialKeys: keysOf(RESOURCE),
    reconcile: (view, key) => reconcile(view, key, failures),
    failed,
  };
}

function reconcile(view: View, key: string, failures: JobFailures): Outcome {
  const { namespace, name } = splitKey(key);
  const job = view.get(RESOURCE, namespace, name);
  if (job?.spec === undefined || isManagedElsewhere(job)) return {};
  if (finishOf(job) !== undefined) {
    failures.forget(job.metadata.uid);
    return {};
  }
  // The API fills it in: without one, no pod would ever be the Job's, and there would be no end of new ones.
  if (job.spec.selector === undefined) return {};
  const owned = view.ownedBy('pods', job.metadata.uid);
  const orphans = view.orphansIn('pods', namespace);
  const pods = claim<Pod>('pods', job, job.spec.selector, owned, orphans, TRACKING_FINALIZER);
  const known = failures.with(job.metadata.uid, job.spec, pods.claimed);
  const scene = jobScene(job, job.spec, pods.claimed, known, view.nowMs);
  const early = verdictOf(scene);
  const isManaged = early === null && job.metadata.deletionTimestamp === undefined;
  const plan = isManaged ? podPlan(scene) : null;
  const stops = early === null ? (plan?.stop ?? []) : scene.active;
  const active = scene.active.length - stops.length + (plan?.start ?? 0);
  const verdict = early ?? completion(scene, active);
  const suspension = verdict === null && plan !== null ? suspensionOf(scene) : null;
  const base = baseStatus(scene, stops, active, suspension);
  const tracking = track(scene, base, verdict);
  const writes = [
    ...pods.writes,
    ...stopPods(job, stops, early),
    ...(plan === null ? [] : startPods(view, scene, plan)),
    ...(suspension?.remark ?? []),
    ...trackingWrites(job, tracking),
  ];
  const waits = [plan?.waitMs ?? null, verdict === null ? deadlineLeftMs({ ...scene, status: base }) : null];
  const open = waits.filter((ms) => ms !== null);
  return { writes, ...(open.length === 0 ? {} : { requeueAfterMs: Math.max(1, Math.min(...open)) }) };
}

function isManagedElsewhere({ spec }: Job): boolean {
  // Younger than kubernetes-types.
  const { managedBy } = (spec ?? {}) as { managedBy?: string };
  return managedBy !== undefined && managedBy !== CONTROLLER_NAME;
}

/** Of a Job that ends, pods keep their finalizer until they are counted; others are not to be counted at all. */
function stopPods(job: Stored<Job>, pods: readonly Stored<Pod>[], verdict: Verdict | null): Write[] {
  return pods.flatMap(({ metadata: { namespace = '', name } }): Write[] => [
    ...(verdict === null
      ? [{ op: 'dropFinalizer' as const, resource: 'pods', namespace, name, finalizer: TRACKING_FINALIZER }]
      : []),
    { op: 'delete', resource: 'pods', namespace, name },
    note(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`),
  ]);
}

function startPods(view: View, scene: JobScene, plan: PodPlan): Write[] {
  return Array.from({ length: plan.start }, (_, at) => jobPod(scene, plan.indexes[at], view.random)).flatMap(
    (object): Write[] => [
      { op: 'create', resource: 'pods', object },
      note(scene.job, 'Normal', 'SuccessfulCreate', `Created pod: ${object.metadata?.name}`),
    ],
  );
}

interface Suspension {
  status: Partial<JobStatus>;
  remark: Write[];
}

/** Told once each time the Job is suspended or resumed. Its start, which deadlines count from, is that of resuming. */
function suspensionOf({ job, spec, status, nowMs }: JobScene): Suspension | null {
  const known = status.conditions?.find(({ type }) => type === 'Suspended');
  const isHeld = isSuspended(spec);
  if (isHeld === (known?.status === 'True')) return null;
  const [reason, message] = isHeld ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const now = timestamp(nowMs);
  const told = {
    type: 'Suspended',
    status: isHeld ? 'True' : 'False',
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  };
  const others = status.conditions ?? [];
  const conditions = known === undefined ? [...others, told] : others.map((one) => (one === known ? told : one));
  return {
    status: isHeld ? { conditions } : { conditions, startTime: now },
    remark: [note(job, 'Normal', isHeld ? 'Suspended' : 'Resumed', message)],
  };
}

function baseStatus(
  { spec, status, active: before, terminating, nowMs }: JobScene,
  stops: readonly Stored<Pod>[],
  active: number,
  suspension: Suspension | null,
): JobStatus {
  const { active: _active, startTime, ...rest } = status;
  const isJustHeld = suspension !== null && isSuspended(spec);
  const start = startTime ?? (isSuspended(spec) ? undefined : timestamp(nowMs));
  return {
    ...rest,
    ...(start === undefined || isJustHeld ? {} : { startTime: start }),
    ...suspension?.status,
    ...nonZero('active', active),
    ready: before.filter((pod) => isPodReady(pod) && !stops.includes(pod)).length,
    terminating: terminating.length + stops.length,
  };
}

function trackingWrites(job: Stored<Job>, { first, release, last, finished }: Tracking): Write[] {
  const writes: Write[] = [];
  const isFlushed = !sameMeaning(first, job.status ?? {});
  if (isFlushed) writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...job, status: first } as Job });
  for (const { metadata } of release) {
    const { namespace = '', name } = metadata;
    writes.push({ op: 'dropFinalizer', resource: 'pods', namespace, name, finalizer: TRACKING_FINALIZER });
  }
  if (!sameMeaning(first, last)) {
    // Its own write before made the version known here an old one.
    const { resourceVersion: _, ...metadata } = job.metadata;
    writes.push({ op: 'updateStatus', resource: RESOURCE, object: { ...job, metadata, status: last } as Job });
  }
  if (finished !== null) writes.push(...farewell(job, last, finished.type, finished.reason, finished.message));
  return writes;
}

function farewell(job: Stored<Job>, status: JobStatus, type: string, reason = '', message = ''): Write[] {
  if (type !== 'Complete') return [note(job, 'Warning', reason, message)];
  const { completions } = job.spec ?? {};
  const isTooMany = typeof completions === 'number' && (status.succeeded ?? 0) > completions;
  const surplus = 'Too many succeeded pods running after completion count reached';
  return [
    ...(isTooMany ? [note(job, 'Warning', 'TooManySucceededPods', surplus)] : []),
    note(job, 'Normal', 'Completed', 'Job completed'),
  ];
}

/** A refused pod keeps the status behind it from being written: it tells of the pods there are. */
function failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
  const { namespace, name } = splitKey(key);
  const job = view.get(RESOURCE, namespace, name);
  if (job?.spec === undefined || isNamespaceLeaving(error) || (write.op !== 'create' && write.op !== 'delete'))
    return [];
  const [reason, verb] = write.op === 'create' ? ['FailedCreate', 'creating'] : ['FailedDelete', 'deleting'];
  const pods = view.ownedBy('pods', job.metadata.uid);
  const { active: _active, ...rest } = job.status ?? {};
  const status: JobStatus = {
    ...rest,
    startTime: rest.startTime ?? timestamp(view.nowMs),
    ...nonZero('active', pods.filter(isPodActive).length),
    ready: pods.filter((pod) => isPodActive(pod) && isPodReady(pod)).length,
    terminating: pods.filter(isPodTerminating).length,
    uncountedTerminatedPods: rest.uncountedTerminatedPods ?? {},
  };
  const refused = note(job, 'Warning', reason, `Error ${verb}: ${error.message}`);
  if (sameMeaning(status, job.status ?? {})) return [refused];
  return [refused, { op: 'updateStatus', resource: RESOURCE, object: { ...job, status } as Job }];
}
