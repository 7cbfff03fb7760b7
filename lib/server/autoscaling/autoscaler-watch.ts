import 'server-only';
// One autoscaler while somebody looks at it: its chain is looked along every few seconds, and what is seen is kept.
import { autoscalerRow } from '#lib/model/autoscaling/autoscaler-row.ts';
import { autoscalerView } from '#lib/model/autoscaling/autoscaler-view.ts';
import type { AutoscalerView, FormulaView } from '#lib/model/autoscaling/autoscaling-view.ts';
import type { ChainFacts } from '#lib/model/autoscaling/chain-facts.ts';
import { desiredReplicasOf } from '#lib/model/autoscaling/desired-replicas.ts';
import { type Diagnosis, diagnose } from '#lib/model/autoscaling/diagnosis.ts';
import { computeFormula } from '#lib/model/autoscaling/formula.ts';
import { firstObserved, type ObservedMemory, observed } from '#lib/model/autoscaling/observed-memory.ts';
import { countsByArch, podsOfTarget, type TargetCounts } from '#lib/model/autoscaling/target-pods.ts';
import { timelineView } from '#lib/model/autoscaling/timeline.ts';
import { eventView } from '#lib/model/node/node.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { explainPod } from '#lib/model/placement/why/why.ts';
import { eventsAbout } from '#lib/model/pod/pod-events.ts';
import type { AutoscalerRecord, EventRecord, PodRecord } from '#lib/model/records/records.ts';
import { LookLoop } from '../live/look-loop.ts';
import type { RowParts } from '../live/rows.ts';
import type { SideName } from '../live/side-sources.ts';
import type { PictureMaker } from '../placement/picture-maker.ts';
import { sourcesOf } from '../placement/sources.ts';
import { workloadRecordOf } from '../placement/workload-record.ts';
import { AUTOSCALERS } from './autoscaling-topics.ts';
import { ChainLook } from './chain-look.ts';
import type { Timelines } from './timelines.ts';

/** One that fails repeats itself for an hour; a page shows the newest. */
const EVENTS_MAX = 100;

export interface AutoscalerWatchParts extends RowParts {
  pictures: PictureMaker;
  timelines: Timelines;
  needs: readonly SideName[];
}

interface Look {
  facts: ChainFacts;
  atMs: number;
  /** That it was along, as JSON. */
  spec: string;
}

export class AutoscalerWatch {
  readonly #parts: AutoscalerWatchParts;
  /** `namespace/name`. */
  readonly #key: string;
  readonly #chain: ChainLook;
  readonly #loop: LookLoop;
  readonly #changed: () => void;
  #look: Look | null = null;
  #memory: ObservedMemory | null = null;

  constructor(parts: AutoscalerWatchParts, ref: PodRef, changed: () => void) {
    this.#parts = parts;
    this.#key = `${ref.namespace}/${ref.name}`;
    this.#changed = changed;
    this.#chain = new ChainLook(parts);
    this.#loop = new LookLoop(async (signal) => {
      await this.#lookAlong(signal);
      if (!signal.aborted) changed();
    });
  }

  get isMissing(): boolean {
    const { side } = this.#parts.cache;
    return side.known(AUTOSCALERS) && !side.items(AUTOSCALERS).has(this.#key);
  }

  rows(): ReadonlyMap<string, unknown> {
    const { cache, needs, timelines } = this.#parts;
    const rows = new Map<string, unknown>([['sources', sourcesOf(cache, needs)]]);
    const autoscaler = this.#autoscaler();
    if (autoscaler === undefined) return rows;
    this.#doubt(autoscaler);
    const { counts, homeless } = this.#pods(autoscaler);
    const diagnosis = this.#diagnosis(autoscaler, counts, homeless);
    const row = autoscalerRow(autoscaler, counts, diagnosis?.health ?? null);
    const formula = this.#formula(autoscaler, diagnosis);
    const view: AutoscalerView = autoscalerView({ autoscaler, row, formula, source: cache.side.state(AUTOSCALERS) });
    rows.set('autoscaler', view);
    for (const hop of diagnosis?.hops ?? []) rows.set(`hop/${hop.metric}/${hop.name}`, hop);
    const events = this.#events(autoscaler);
    for (const event of events) rows.set(`event/${event.uid}`, eventView(event));
    const timeline = timelineView(autoscaler, timelines.ring(autoscaler), events);
    if (timeline !== null) rows.set('timeline', timeline);
    return rows;
  }

  watched(isWatched: boolean): void {
    this.#loop.watched(isWatched);
  }

  whenRead(mostMs: number): Promise<void> {
    return this.#loop.whenLooked(mostMs);
  }

  poke(): void {
    this.#loop.poke();
  }

  restart(): void {
    this.#look = null;
    this.#memory = null;
    this.#chain.forget();
    this.#loop.poke();
  }

  stop(): void {
    this.#loop.stop();
  }

  /** Whether the last look was along another chain: then one is due. */
  #doubt({ spec }: AutoscalerRecord): void {
    if (this.#look === null) return;
    const isChanged = this.#look.spec !== JSON.stringify(spec);
    if (isChanged) this.#look = null;
    const hasPrometheus = this.#parts.usage.history.prometheuses.length > 0;
    if (isChanged || this.#look?.facts.hasPrometheus !== hasPrometheus) this.#loop.poke();
  }

  #autoscaler(): AutoscalerRecord | undefined {
    return this.#parts.cache.side.items(AUTOSCALERS).get(this.#key);
  }

  async #lookAlong(signal: AbortSignal): Promise<void> {
    const autoscaler = this.#autoscaler();
    if (autoscaler === undefined) return;
    const { usage, timelines } = this.#parts;
    const facts = await this.#chain.look(autoscaler, signal);
    if (signal.aborted) return;
    const atMs = usage.clusterMs();
    this.#look = { facts, atMs, spec: JSON.stringify(autoscaler.spec) };
    this.#remember(autoscaler, facts, atMs);
    const { counts } = this.#pods(autoscaler);
    const spanMs = LookLoop.spanMs * Math.max(1, usage.clockRate);
    timelines.record(autoscaler, counts?.byArch ?? null, { atMs, spanMs });
    // Hours of it may take a while, and nothing else waits for them.
    this.#backfill(autoscaler, atMs).catch((error: unknown) => {
      console.error('bramble: autoscaling: what was before cannot be read:', error);
    });
  }

  async #backfill(autoscaler: AutoscalerRecord, nowMs: number): Promise<void> {
    const { cache, usage, timelines } = this.#parts;
    const archOf = (node: string) => cache.nodes.get(node)?.hardware.architecture ?? 'unknown';
    const clients = usage.history.prometheuses;
    if (await timelines.backfill(autoscaler, nowMs, { clients, archOf })) this.#changed();
  }

  #remember(autoscaler: AutoscalerRecord, facts: ChainFacts, nowMs: number): void {
    if (!facts.scale.ok) return;
    const replicas = facts.scale.value.specReplicas;
    // The clock of a simulated cluster can be put back.
    if (this.#memory === null || this.#memory.recordedMs > nowMs) {
      this.#memory = firstObserved(autoscaler, replicas, nowMs);
      return;
    }
    const { decision } = computeFormula({ autoscaler, facts, memory: this.#memory, nowMs });
    const next = decision?.memory ?? null;
    this.#memory = observed(this.#memory, { autoscaler, replicas, next, nowMs });
  }

  #formula(autoscaler: AutoscalerRecord, diagnosis: Diagnosis | null): FormulaView {
    const controllers = desiredReplicasOf(autoscaler);
    if (this.#look === null) {
      const whyNot = 'its chain is being looked along';
      return { ours: null, whyNot, controllers, difference: null, lines: [], steps: [] };
    }
    const { facts, atMs } = this.#look;
    const { view } = computeFormula({ autoscaler, facts, memory: this.#memory, nowMs: atMs });
    if (view.whyNot === null || !facts.scale.ok || diagnosis?.health.state !== 'broken') return view;
    // The same in the words that the chain has for it.
    return { ...view, whyNot: diagnosis.health.words };
  }

  #diagnosis(autoscaler: AutoscalerRecord, counts: TargetCounts | null, homeless: PodRecord | null): Diagnosis | null {
    if (this.#look === null) return null;
    const { facts, atMs } = this.#look;
    const why = homeless === null ? null : { pod: homeless.name, why: this.#whyHomeless(homeless) };
    return diagnose({ autoscaler, facts, counts, homeless: why, nowMs: atMs });
  }

  #pods(autoscaler: AutoscalerRecord): { counts: TargetCounts | null; homeless: PodRecord | null } {
    const { cache } = this.#parts;
    if (!cache.podsKnown) return { counts: null, homeless: null };
    const pods = podsOfTarget(cache.pods.values(), autoscaler);
    const homeless = pods.find(({ unschedulable, deletionAt }) => unschedulable !== null && deletionAt === null);
    return { counts: countsByArch(pods, (name) => cache.nodes.get(name)), homeless: homeless ?? null };
  }

  #whyHomeless(pod: PodRecord): string {
    const { cache, pictures, platformsOf } = this.#parts;
    const events = eventsAbout(pod, cache.events.values());
    const workload = workloadRecordOf(pod, cache);
    const { why } = explainPod({ pod, workload, picture: pictures.picture(), platformsOf, events });
    return why.summary;
  }

  /** The newest about it. */
  #events({ metadata }: AutoscalerRecord): EventRecord[] {
    const found = [...this.#parts.cache.events.values()].filter(
      ({ about, aboutUid }) =>
        about.kind === 'HorizontalPodAutoscaler' &&
        `${about.namespace}/${about.name}` === this.#key &&
        (aboutUid === null || aboutUid === metadata?.uid),
    );
    return found.sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1)).slice(0, EVENTS_MAX);
  }
}
