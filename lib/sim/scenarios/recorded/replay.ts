// A recording as a scenario: its instant is the first one, and from there the cluster lives by the simulated rules.
import type { Lease } from 'kubernetes-types/coordination/v1';
import { isList, isObject, type JsonDraft, setOwn } from '../../json.ts';
import type { KubeObject } from '../../store/object.ts';
import { renewedByKubelet } from '../objects/renewed-lease.ts';
import type { BuiltScenario, Scenario, ScenarioStart } from '../scenario.ts';
import { isServed, orderOf } from './plan.ts';
import type { Recording } from './recording.ts';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** `name`: what the scenario is called, in kubeconfigs too. */
export function recordedScenario(name: string, recording: Recording): Scenario {
  const nodes = recording.objects.filter(({ kind }) => kind === 'Node').length;
  return {
    name,
    title: 'A recorded cluster',
    summary: `${nodes} ${nodes === 1 ? 'node' : 'nodes'} of a cluster with Kubernetes ${recording.kubernetes}, as recorded on ${new Date(recording.recordedMs).toISOString().slice(0, 10)}.`,
    build: (start) => build(recording, start),
  };
}

function build(recording: Recording, { nowMs }: ScenarioStart): BuiltScenario {
  // Whole seconds, as Kubernetes' timestamps are: nothing then lies in the future.
  const laterMs = Math.floor((nowMs - recording.recordedMs) / 1_000) * 1_000;
  const objects = recording.objects
    .filter((object) => isServed(object, recording.objects))
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .map((object) => withRenewal(shifted(object, laterMs) as KubeObject));
  return { startMs: nowMs, objects, boards: recording.boards, images: recording.images, load: recording.load };
}

/** A recording has no managers; of a node's lease, when it was renewed says who did it. */
function withRenewal(object: KubeObject): KubeObject {
  const isNodes = object.kind === 'Lease' && object.metadata?.namespace === 'kube-node-lease';
  return isNodes ? renewedByKubelet(object as Lease) : object;
}

/** Every text that is a time, as precise as it was. */
function shifted(value: unknown, laterMs: number): unknown {
  if (typeof value === 'string') return TIME.test(value) ? later(value, laterMs) : value;
  if (isList(value)) return value.map((one) => shifted(one, laterMs));
  if (!isObject(value)) return value;
  const copy: JsonDraft = {};
  for (const [key, field] of Object.entries(value)) setOwn(copy, key, shifted(field, laterMs));
  return copy;
}

function later(time: string, laterMs: number): string {
  const atMs = Date.parse(time);
  if (Number.isNaN(atMs)) return time;
  const fraction = /\.\d+/.exec(time)?.[0] ?? '';
  return `${new Date(atMs + laterMs).toISOString().slice(0, 19)}${fraction}Z`;
}
