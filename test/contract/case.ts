// What a contract case is: a few steps, done alike on a simulated and a real cluster, and whose answers must be alike.

export type User = 'admin' | 'student' | 'nobody';

/** `{ns}` in paths, arguments and bodies is the case's own namespace, or a name no other case uses. */
export interface RequestStep {
  verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** Content type of the body: JSON unless said. */
  type?: string;
  accept?: string;
  as?: User;
  /** Asked again until this holds of the answer's body; then the answer is compared. */
  until?: (body: Body) => boolean;
  /** Only there for the steps after it. */
  uncompared?: boolean;
  /** The part of the answer's body that is compared: the rest is kubelets' affair, or of no concern here. */
  only?: (body: Body) => unknown;
  /** Places in the answer that are not compared, as controllers write there at their own pace: `status`, `metadata.managedFields`. */
  ignored?: readonly string[];
}

export interface WatchStep {
  verb: 'WATCH';
  path: string;
  /** Done while the watch is open. */
  during: readonly RequestStep[];
  /** How many events end it. */
  events: number;
  accept?: string;
}

export interface KubectlStep {
  verb: 'KUBECTL';
  args: readonly string[];
  input?: string;
  as?: User;
  /** Run again until this holds of what it prints. */
  until?: (printed: string) => boolean;
  uncompared?: boolean;
}

export type Step = RequestStep | WatchStep | KubectlStep;

export interface Case {
  name: string;
  /** Of the object that is asked about, as in YAML: what the count of cases goes by. */
  kind: string;
  steps: readonly Step[];
}

/** An answer's JSON, as loosely as a condition needs it. */
export type Body = Readonly<Record<string, unknown>> & {
  status?: unknown;
  items?: readonly Body[];
};

/** What a step came to, before and after it is normalised. */
export interface Outcome {
  /** HTTP status, exit code, or 0 for a watch. */
  code: number;
  body: unknown;
}
