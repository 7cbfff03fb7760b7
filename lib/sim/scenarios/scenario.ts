// What a scenario is: the objects of a cluster at its first instant, the boards it runs on, and the images they can pull.
import type { Board } from '../kubelet/board.ts';
import type { ImageFacts } from '../kubelet/image-facts.ts';
import type { ScrapeConfig } from '../monitoring/scrape-config.ts';
import type { Random } from '../random.ts';
import type { KubeObject } from '../store/object.ts';
import type { ServiceLoad } from '../usage/load.ts';

export interface BuiltScenario {
  /** The first instant, simulated milliseconds since the epoch: boards' dark times count from it. */
  startMs: number;
  /**
   * As a cluster that has run for a while holds them: uid, creationTimestamp, generation and status are set,
   * defaults of the API may be missing. Namespaces come before what is in them.
   */
  objects: readonly KubeObject[];
  /** The same with all their defaults, stored as they are after the others: what is many shares its parts. */
  wholeObjects?: readonly KubeObject[];
  boards: readonly Board[];
  /** Images beyond the well-known ones. */
  images: readonly ImageFacts[];
  /** What clients outside the cluster ask of its services. */
  load?: readonly ServiceLoad[];
  /** Nobody signed certificates for its kubelets: who does not trust their own gets no figures of them. */
  selfSignedKubelets?: boolean;
  /** What its Prometheus servers scrape. */
  scrapes?: readonly ScrapeConfig[];
}

/** What a scenario can be asked for beyond its name; one that does not know a parameter refuses it. */
export interface ScenarioParameters {
  nodes?: number;
  pods?: number;
}

/** A parameter the scenario does not know, or not with such a value: one sentence for who asked. */
export class ScenarioParameterError extends Error {
  override name = 'ScenarioParameterError';
}

export interface ScenarioStart {
  nowMs: number;
  random: Random;
  parameters: ScenarioParameters;
}

export interface Scenario {
  readonly name: string;
  /** A few words: what stands where one scenario is chosen among others. */
  readonly title: string;
  /** One sentence: what is in it and what can be seen with it. */
  readonly summary: string;
  /** The parameters it knows, each with its default and its bounds. */
  readonly parameters?: Readonly<
    Partial<Record<keyof ScenarioParameters, { default: number; min: number; max: number }>>
  >;
  build(start: ScenarioStart): BuiltScenario;
}
