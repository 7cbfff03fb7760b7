import 'server-only';
// Where the cluster's configuration comes from, and whether it has changed there: credentials embedded in a kubeconfig
// are renewed by writing the file anew, and a cluster that was set up again has another address and authority.
import { statSync } from 'node:fs';
import type { ClusterConfig } from '#lib/kube/index.ts';
import type { Settings } from './environment.ts';
import { clusterOf } from './settings.ts';

type ClusterSettings = Pick<Settings, 'kubeconfig' | 'context'>;

export class ClusterSource {
  readonly #settings: ClusterSettings;
  #writtenMs: number;

  constructor(settings: ClusterSettings) {
    this.#settings = settings;
    this.#writtenMs = this.#mtimeMs();
  }

  /** Throws ConfigError. */
  load(): Promise<ClusterConfig> {
    this.#writtenMs = this.#mtimeMs();
    return clusterOf(this.#settings);
  }

  /** The configuration if it was written since it was last loaded, else null. Throws ConfigError when it is no good. */
  async reload(): Promise<ClusterConfig | null> {
    return this.#mtimeMs() === this.#writtenMs ? null : await this.load();
  }

  /** In a pod client-node itself follows the token file. */
  #mtimeMs(): number {
    const { kubeconfig } = this.#settings;
    if (kubeconfig === undefined) return 0;
    return statSync(kubeconfig, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
}
