import 'server-only';
// What the API server says of applying steps: tried out where something of a step is another, and now and then anyway.
import type { Transport } from '#lib/kube/index.ts';
import type { DryRunAnswer } from '#lib/model/workshop/difference.ts';
import type { Known } from '#lib/model/workshop/known.ts';
import { objectKey, refOf } from '#lib/model/workshop/object-key.ts';
import type { ManifestObject, StepId } from '#lib/stack/component.ts';
import { fingerprintOf } from '../../actions/fingerprint.ts';
import type { FilledPart } from './stack-manifests.ts';
import { tryObjects } from './stack-objects.ts';

/** Somebody may have changed what nobody reads here: a quota, an admission webhook, who manages a field. */
const TRY_AGAIN_MS = 60_000;
/** What changes by itself, and what is applied does not. */
const UNTRIED_METADATA: readonly string[] = ['resourceVersion', 'managedFields', 'generation'];

type Objects = ReadonlyMap<string, Known<ManifestObject | null>>;

export interface Try {
  step: StepId;
  /** By the cluster's clock, milliseconds since the epoch. */
  atMs: number;
  answers: ReadonlyMap<string, DryRunAnswer>;
}

export interface TryRequest {
  parts: readonly FilledPart[];
  objects: Objects;
  steps: readonly StepId[];
  /** One that was made before does not count. */
  isAnew: boolean;
  nowMs: number;
  signal: AbortSignal;
}

export class StepTries {
  readonly #transport: Transport;
  #tries = new Map<StepId, { of: string; madeMs: number; made: Try }>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  forget(): void {
    this.#tries = new Map();
  }

  of(request: TryRequest): Promise<Try[]> {
    return Promise.all(request.steps.map((step) => this.#ofStep(step, request)));
  }

  async #ofStep(step: StepId, { parts, objects, isAnew, nowMs, signal }: TryRequest): Promise<Try> {
    const tries = this.#tries;
    const wanted = parts.filter(({ component }) => component.step === step).flatMap((part) => part.objects);
    const of = fingerprintOf(wanted.map((object) => [object, asItIs(objects.get(objectKey(refOf(object))))]));
    const before = tries.get(step);
    const isKept = before !== undefined && before.of === of && performance.now() - before.madeMs < TRY_AGAIN_MS;
    if (isKept && !isAnew) return before.made;
    const { answers, isWhole } = await tryObjects(this.#transport, wanted, signal);
    const made = { step, atMs: nowMs, answers };
    if (isWhole) tries.set(step, { of, madeMs: performance.now(), made });
    return made;
  }
}

function asItIs(found: Known<ManifestObject | null> | undefined): unknown {
  if (found?.known !== true || found.value === null) return found ?? null;
  const { value } = found;
  return { ...without(value, ['status']), metadata: without(value.metadata, UNTRIED_METADATA) };
}

function without(object: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
