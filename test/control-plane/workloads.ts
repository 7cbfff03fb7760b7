// What runs on the boards of a real control plane: the talk's sample app and its network, whose containers kwok plays.
import type { DaemonSet, Deployment } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { Random } from '#lib/sim/random.ts';
import { kubecon2017 } from '#lib/sim/scenarios/kubecon-2017/scenario.ts';

const NAMES = new Set(['sample-metrics-app', 'kube-proxy', 'weave-net']);
/** kwok reads them as what a pod uses; without them it would use a thousandth of a core. */
const USAGE = { 'kwok.x-k8s.io/usage-cpu': '40m', 'kwok.x-k8s.io/usage-memory': '30Mi' };

type Workload = Deployment | DaemonSet;

/** Deployments and DaemonSets to create; their controllers make the pods. */
export function talkWorkloads(): Workload[] {
  const { objects } = kubecon2017.build({ nowMs: Date.now(), random: new Random(1), parameters: {} });
  const workloads = objects.filter(
    (object): object is Workload =>
      (object.kind === 'Deployment' || object.kind === 'DaemonSet') && NAMES.has(object.metadata?.name ?? ''),
  );
  if (workloads.length !== NAMES.size) throw new Error('the talk has workloads of other names now');
  return workloads.map(applied);
}

/** As a person would write it: without what servers and controllers add. */
function applied({ apiVersion, kind, metadata, spec }: Workload): Workload {
  const { name, namespace, labels } = metadata ?? {};
  if (spec === undefined) throw new Error(`${kind} ${metadata?.name} has no spec`);
  const bare = {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
  };
  return {
    ...(apiVersion && { apiVersion }),
    ...(kind && { kind }),
    metadata: bare,
    spec: { ...spec, template: played(spec.template) },
  };
}

/** Its service accounts are not there. */
function played({ metadata, spec }: PodTemplateSpec): PodTemplateSpec {
  const { serviceAccountName: _name, serviceAccount: _old, ...rest } = spec ?? { containers: [] };
  return { metadata: { ...metadata, annotations: { ...metadata?.annotations, ...USAGE } }, spec: rest };
}
