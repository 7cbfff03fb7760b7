// The HorizontalPodAutoscaler's controller: every 15 seconds it reads metrics, decides, and scales.
// Mirrors pkg/controller/podautoscaler/horizontal.go; the arithmetic is in lib/rules/hpa.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { type Decision, decide, type Remark, type TargetScale } from '#lib/rules/hpa/decision.ts';
import { firstMemory, type Memory } from '#lib/rules/hpa/memory.ts';
import { ambiguousSelector, NO_SELECTOR } from '#lib/rules/hpa/selector-problem.ts';
import type { LabelRequirements } from '#lib/rules/labels/label-selector.ts';
import { matchesRequirements } from '#lib/rules/labels/label-selector.ts';
import { parseLabelSelector } from '#lib/rules/labels/label-selector-parser.ts';
import type { Registry } from '../api/registry/registry.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write, WriteFailure } from '../controllers/controller.ts';
import { note } from '../controllers/note.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { parseTimestamp } from '../timestamp.ts';
import { type AnsweringApis, metricsClient } from './metrics-client.ts';
import { type Target, targetOf } from './target.ts';

const RESOURCE = 'horizontalpodautoscalers.autoscaling';
/** --horizontal-pod-autoscaler-sync-period. */
export const SYNC_PERIOD_MS = 15_000;

/** What is known of one autoscaler between two looks. */
interface Known {
  /** When to look again; a change of the spec is looked at besides. */
  dueMs: number;
  memory: Memory | null;
  /** Of the target's pods at the last look; others that select the same pods are told of it. */
  selector: LabelRequirements | null;
  decision: Decision | null;
}

export class HorizontalPodAutoscalers implements Controller {
  readonly name = 'horizontal-pod-autoscaler';
  readonly fieldManager = 'kube-controller-manager';
  readonly #apis: AnsweringApis;
  readonly #registry: Registry;
  readonly #known = new Map<string, Known>();

  constructor(parts: { apis: AnsweringApis; registry: Registry }) {
    this.#apis = parts.apis;
    this.#registry = parts.registry;
  }

  *wakes({ type, resource, object, previous }: Change): Iterable<string> {
    if (resource !== RESOURCE) return;
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    if (type === 'DELETED') this.#known.delete(key);
    // What it writes into the status itself is no reason to look again.
    else if (previous?.metadata.generation !== object.metadata.generation) yield key;
  }

  /** Those that are there have been looked at before: their last scaling is remembered, and the next look is due. */
  *initialKeys(view: View): Iterable<string> {
    for (const autoscaler of view.list(RESOURCE)) {
      const { namespace, name } = autoscaler.metadata;
      const { lastScaleTime, desiredReplicas } = autoscaler.status ?? {};
      const scaledMs = parseTimestamp(lastScaleTime);
      const memory = Number.isNaN(scaledMs) ? null : firstMemory(desiredReplicas ?? 0, scaledMs);
      const dueMs = view.nowMs + SYNC_PERIOD_MS;
      this.#known.set(keyOf(namespace, name), { dueMs, memory, selector: null, decision: null });
      yield keyOf(namespace, name);
    }
  }

  reconcile(view: View, key: string): Outcome {
    const { namespace, name } = splitKey(key);
    const autoscaler = view.get(RESOURCE, namespace, name);
    if (autoscaler === undefined) {
      this.#known.delete(key);
      return {};
    }
    const known = this.#known.get(key) ?? { dueMs: view.nowMs, memory: null, selector: null, decision: null };
    this.#known.set(key, known);
    if (known.decision === null && known.dueMs > view.nowMs) return { requeueAfterMs: known.dueMs - view.nowMs };
    if (view.nowMs >= known.dueMs) known.dueMs = view.nowMs + SYNC_PERIOD_MS;
    const writes = this.#look(view, key, known, autoscaler);
    return { writes, requeueAfterMs: known.dueMs - view.nowMs };
  }

  failed(view: View, key: string, { write, error }: WriteFailure): readonly Write[] {
    const { namespace, name } = splitKey(key);
    const known = this.#known.get(key);
    const autoscaler = view.get(RESOURCE, namespace, name);
    const rescale = known?.decision?.rescale;
    if (write.op !== 'scale' || known === undefined || autoscaler === undefined || !rescale) return [];
    const { status, remarks, memory } = rescale.refused(error.message);
    known.memory = memory;
    return [...notes(autoscaler, remarks), ...statusWrites(autoscaler, status)];
  }

  #look(view: View, key: string, known: Known, autoscaler: Stored<HorizontalPodAutoscaler>): Write[] {
    const { namespace = '' } = autoscaler.metadata;
    const reference = autoscaler.spec?.scaleTargetRef ?? { kind: '', name: '' };
    const target = targetOf(view, this.#registry, namespace, reference);
    const scale = typeof target === 'string' ? target : this.#scaleOf(view, key, known, target);
    const podSelector = typeof target === 'string' ? '' : target.selector;
    const parts = { apis: this.#apis, registry: this.#registry, faults: view };
    const source = metricsClient(parts, namespace, podSelector);
    const decision = decide({ autoscaler, scale, source, memory: known.memory, nowMs: view.nowMs });
    known.decision = decision;
    known.memory = decision.memory;
    const writes: Write[] = [];
    if (decision.rescale !== null && typeof target !== 'string') {
      const { replicas } = decision.rescale;
      writes.push({ op: 'scale', resource: target.resource, namespace, name: reference.name, replicas });
    }
    return [...writes, ...notes(autoscaler, decision.remarks), ...statusWrites(autoscaler, decision.status)];
  }

  /** The target with its pods; validateAndParseSelector. */
  #scaleOf(view: View, key: string, known: Known, { selector, ...replicas }: Target): TargetScale {
    if (selector === '') return { ...replicas, pods: [], selectorProblem: NO_SELECTOR };
    const { namespace } = splitKey(key);
    const requirements = parseLabelSelector(selector);
    known.selector = requirements;
    const pods = view
      .list('pods', namespace)
      .filter(({ metadata }) => matchesRequirements(requirements, metadata.labels));
    const other = [...this.#known].find(
      ([otherKey, { selector: others }]) =>
        otherKey !== key &&
        splitKey(otherKey).namespace === namespace &&
        others !== null &&
        pods.some(({ metadata }) => matchesRequirements(others, metadata.labels)),
    );
    if (other === undefined) return { ...replicas, pods, selectorProblem: null };
    return { ...replicas, pods, selectorProblem: ambiguousSelector(selector, [key, other[0]]) };
  }
}

function notes(autoscaler: Stored, remarks: readonly Remark[]): Write[] {
  return remarks.map(({ type, reason, message }) => note(autoscaler, type, reason, message));
}

function statusWrites(autoscaler: Stored<HorizontalPodAutoscaler>, status: HorizontalPodAutoscaler['status']): Write[] {
  if (sameMeaning(status ?? {}, autoscaler.status ?? {})) return [];
  const object: HorizontalPodAutoscaler = { ...autoscaler, ...(status === undefined ? {} : { status }) };
  return [{ op: 'updateStatus', resource: RESOURCE, object }];
}
