// Ways to be wrong about Kubernetes, one line each: the contract cases must notice every one of them.

export interface Mutation {
  /** What is no longer true. */
  breaks: string;
  /** From the root of the tree. */
  file: string;
  /** Exactly once in the file. */
  text: string;
  replacement: string;
  /** `Kind: name` of the cases that look there. */
  cases: readonly string[];
}

export const MUTATIONS: readonly Mutation[] = [
  {
    breaks: 'a stale resourceVersion is a conflict',
    file: 'lib/sim/api/write/update.ts',
    text: 'if (version === resourceVersion) return;',
    replacement: 'if (Number(version) <= Number(resourceVersion)) return;',
    cases: ['ConfigMap: takes a merge patch, with nulls that remove'],
  },
  {
    breaks: 'the generation counts changes of the spec',
    file: 'lib/sim/api/write/update.ts',
    text: 'if (!isAnnotated && isDeepStrictEqual(spec, before)) return next;',
    replacement: 'if (isDeepStrictEqual(spec, before) || previous.metadata.generation === 1) return next;',
    cases: ['Deployment: takes a strategic merge patch of its containers'],
  },
  {
    breaks: 'what exists is refused in these words',
    file: 'lib/sim/refusals.ts',
    text: 'already exists`',
    replacement: 'exists already`',
    cases: ['ConfigMap: is refused twice, nameless, elsewhere and misnamed'],
  },
  {
    breaks: 'pods stay on a lost node for five minutes',
    file: 'lib/sim/api/admission/admission-pods.ts',
    text: 'const TOLERATION_SECONDS = 300;',
    replacement: 'const TOLERATION_SECONDS = 200;',
    cases: ['Pod: is completed from a name and an image'],
  },
  {
    breaks: 'columns of a table stand in their order',
    file: 'lib/sim/table/configuration.ts',
    text: "columns: [NAME, column('Data'), AGE],",
    replacement: "columns: [NAME, AGE, column('Data')],",
    cases: ['ConfigMap: is shown as a table'],
  },
  {
    breaks: 'a percentage of surge rounds up',
    file: 'lib/rules/rollout.ts',
    text: "return round === 'up' ? Math.ceil(exact) : Math.floor(exact);",
    replacement: 'return Math.floor(exact);',
    cases: ['Deployment: of 5 stops with 4 old and 3 new pods where surge is 25% and unavailable 25%'],
  },
  {
    breaks: 'a quota is full only beyond its limit',
    file: 'lib/sim/api/admission/quotas.ts',
    text: '(next[name] ?? NOTHING).nanos > (hard[name] ?? NOTHING).nanos',
    replacement: '(next[name] ?? NOTHING).nanos >= (hard[name] ?? NOTHING).nanos',
    cases: ['Deployment: is told of by quotas that keep its pods away'],
  },
  {
    breaks: 'an eviction asks the disruption budget',
    file: 'lib/sim/api/subresources/answer-eviction.ts',
    text: 'if (disruptionsAllowed <= 0) {',
    replacement: 'if (disruptionsAllowed < 0) {',
    cases: ['Pod: is evicted only as far as its budget goes'],
  },
  {
    breaks: 'the scheduler says this of taints',
    file: 'lib/rules/scheduling/filters.ts',
    text: "'node(s) had untolerated taint(s)'",
    replacement: "'node(s) had taints that the pod does not tolerate'",
    cases: ['Pod: stays pending where it tolerates nothing'],
  },
  {
    breaks: 'pods below the partition keep their revision',
    file: 'lib/sim/controllers/workloads/stateful-set-plan.ts',
    text: '.slice(partitionOf(set))',
    replacement: '.slice(partitionOf(set) - 1)',
    cases: ['StatefulSet: updates only what lies above its partition'],
  },
  {
    breaks: 'what leaves the selection of a watch is deleted for it',
    file: 'lib/sim/api/read/watch.ts',
    text: "else if (was) this.#send('DELETED', lastSelected(change));",
    replacement: "else if (was) this.#send('MODIFIED', lastSelected(change));",
    cases: ['ConfigMap: is added to a selection as it enters, and deleted from it as it leaves'],
  },
  {
    breaks: 'a bookmark ends the first list of a watch',
    file: 'lib/sim/api/read/watch.ts',
    text: "...(this.#owesInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),",
    replacement: '',
    cases: ['ConfigMap: is listed by a watch, up to a bookmark'],
  },
  {
    breaks: 'an untagged image is always pulled',
    file: 'lib/sim/schema/defaults/default-rules-core.ts',
    text: "?? (digest === undefined ? 'latest' : '');",
    replacement: "?? '';",
    cases: ['Pod: pulls a tagged image only once, and an untagged one always'],
  },
  {
    breaks: 'a controller lets go of what it no longer selects',
    file: 'lib/sim/controllers/claim.ts',
    text: 'else if (!isLeaving) writes.push',
    replacement: 'else if (isLeaving) writes.push',
    cases: ['ReplicaSet: lets go of a pod that loses its label, and makes another'],
  },
];
