// The hardware behind a node, as a scenario states it.

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
