// What `pods/log` asks of the kubelet, and what it answers.

export interface LogQuery {
  /** Already resolved: a container of the pod's spec, init containers included. */
  container: string;
  /** The instance before the last restart. */
  previous: boolean;
  /** Only lines at or after this simulated time. */
  sinceMs?: number;
  tailLines?: number;
}

export interface LogLine {
  atMs: number;
  /** Without a line end. */
  text: string;
}
