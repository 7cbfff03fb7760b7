// What a registry knows of an image, and what its containers do: data of scenarios and of the well-known images.

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
  /** What it answers over HTTP, by name of an application in lib/sim/proxy; absent: nothing anybody knows of. */
  http?: string;
  /** What it uses at rest and under load, by name of a usage profile. */
  usage: string;
  /** The default command ends by itself after this long (hello-world); absent: it serves for ever. */
  runsForMs?: number;
  /** What it does where the pod gives no command, when it ends: 0 unless said. */
  exitCode?: number;
}
