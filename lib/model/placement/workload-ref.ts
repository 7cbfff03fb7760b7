// What stands in a row of the placement page, and what an action on a workload is about.

/** Kinds as the API writes them: `Deployment`, `DaemonSet`; `Pod` for one without an owner. */
export interface WorkloadRef {
  kind: string;
  namespace: string;
  name: string;
}

/** `namespace/kind/name`: the key of its row. */
export function workloadKey({ namespace, kind, name }: WorkloadRef): string {
  return `${namespace}/${kind}/${name}`;
}
