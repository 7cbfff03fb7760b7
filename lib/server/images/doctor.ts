import 'server-only';
// Which pods fail for their architecture, out of what is watched, what registries say, and what their logs say.
import { type Diagnosed, diagnosed } from '#lib/model/images/diagnoses.ts';
import { type Evidence, evidenceOf, withEvidence } from '#lib/model/images/evidence.ts';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { RowParts } from '../live/rows.ts';
import { CrashLogs } from '../pods/crash-logs.ts';

export class Doctor {
  readonly #cache: ClusterCache;
  readonly #registry: PlatformsOf;
  readonly #logs: CrashLogs;
  #evidence: Evidence | null = null;

  constructor({ cache, platformsOf, transport, changed }: RowParts) {
    this.#cache = cache;
    this.#registry = platformsOf;
    this.#logs = new CrashLogs(transport, changed);
  }

  /** What registries say, and where they say nothing what has run. Good for the turn it is asked in. */
  platformsOf(): PlatformsOf {
    if (this.#evidence === null) {
      this.#evidence = evidenceOf(this.#cache.pods.values(), this.#cache.nodes);
      queueMicrotask(() => {
        this.#evidence = null;
      });
    }
    return withEvidence(this.#registry, this.#evidence);
  }

  diagnose(pod: PodRecord): Diagnosed | null {
    return diagnosed(pod, { nodes: this.#cache.nodes, platformsOf: this.#registry, logOf: this.#logs.of });
  }
}
