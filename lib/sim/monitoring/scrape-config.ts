// What Prometheus servers scrape: data of the scenario, or of their own configuration.
import type { Labels } from './promql/syntax-tree.ts';
import type { Relabelling } from './relabel.ts';

export interface ScrapeConfig {
  /** Which pods it is the configuration of. */
  namespace: string;
  podLabels: Labels;
  jobs: readonly ScrapeJob[];
}

export type ScrapeJob =
  /** The kubelets' cAdvisor: use of nodes and containers. */
  | {
      kind: 'cadvisor';
      job: string;
      /** `node` as relabelling adds it today; `kubernetes_io_hostname` where all labels of nodes are taken over. */
      nodeLabel: 'node' | 'kubernetes_io_hostname';
      /** Kubelets before 1.16 call them `pod_name` and `container_name`. */
      oldNames?: boolean;
    }
  /** node_exporter in pods of these labels. */
  | { kind: 'node-exporter'; job: string; namespace: string; podLabels: Labels; port: number }
  /** Programs that count their requests, behind a service. */
  | { kind: 'requests'; job: string; namespace: string; podLabels: Labels; port: number; endpoint: string }
  /** What stands behind Services: of all namespaces where it says null. */
  | {
      kind: 'discovered';
      job: string;
      namespaces: readonly string[] | null;
      path: string;
      relabellings: readonly Relabelling[];
    }
  | { kind: 'self'; job: string };

/** Of a Prometheus that the scenario does not know: what the file it comes with says. */
export const JOBS_DEFAULT: readonly ScrapeJob[] = [{ kind: 'self', job: 'prometheus' }];

/** --scrape.interval as most set it. */
export const SCRAPE_INTERVAL_MS = 30_000;
