// What a scenario is: the objects of a cluster at its first instant, the boards it runs on, and the images they can pull.
import type { Random } from '../random.ts';
import type { KubeObject } from '../store/object.ts';

/** The hardware behind a node. A node without a board has no kubelet, as one that was only ever written to the API. */
export interface Board {
  /** Name of its Node. */
  node: string;
  architecture: string;
  /** Speed of one core relative to a Raspberry Pi 3's: what takes a Pi 100m takes a twice as fast board 50m. */
  coreSpeed: number;
  /** Download and unpacking of image layers together. */
  pullBytesPerSecond: number;
  /** Container runtime as imageIDs and containerIDs name it: `docker`, `containerd`. */
  runtime: 'docker' | 'containerd';
  /** When it has no power or network: milliseconds from the first instant; null is for ever. */
  dark: readonly { fromMs: number; untilMs: number | null }[];
  /** What the metrics API says of the whole node at the first instant; absent: what its pods and system add up to. */
  atStart?: { cpuMillicores: number; memoryMi: number };
}

/** What a registry knows of an image, and what its containers do. */
export interface ImageFacts {
  /** Without tag: `luxas/my-app`, `registry.k8s.io/pause`. Docker Hub names stand without host and `library/`. */
  name: string;
  /** `null`: any tag exists. */
  tags: readonly string[] | null;
  /** Architectures of its manifest list. One that is missing fails the pull with "no match for platform". */
  architectures: readonly string[];
  /** A single-platform image: pulls anywhere, and fails there with "exec format error". */
  singlePlatform?: boolean;
  sizeBytes: number;
  /** From start to Ready on a Raspberry Pi 3. */
  startupMs: number;
  /** What it prints, by name of a log style. */
  log: string;
  /** What it uses at rest and under load, by name of a usage profile. */
  usage: string;
  /** The default command ends by itself after this long (hello-world); absent: it serves for ever. */
  runsForMs?: number;
  /** What it does where the pod gives no command, when it ends: 0 unless said. */
  exitCode?: number;
}

export interface BuiltScenario {
  /** The first instant, simulated milliseconds since the epoch: boards' dark times count from it. */
  startMs: number;
  /**
   * As a cluster that has run for a while holds them: uid, creationTimestamp, generation and status are set,
   * defaults of the API may be missing. Namespaces come before what is in them.
   */
  objects: readonly KubeObject[];
  boards: readonly Board[];
  /** Images beyond the well-known ones. */
  images: readonly ImageFacts[];
  /** What clients outside the cluster ask of its services. */
  load?: readonly ServiceLoad[];
}

export interface ServiceLoad {
  namespace: string;
  service: string;
  requestsPerSecond: number;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  build(start: { nowMs: number; random: Random }): BuiltScenario;
}
