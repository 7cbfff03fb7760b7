// The talk's five boards as nodes of a real control plane: the same labels, kernels, sizes and taints as in the
// simulated cluster, brought to life by kwok.
import type { Node } from 'kubernetes-types/core/v1';
import { Random } from '#lib/sim/random.ts';
import { kubecon2017 } from '#lib/sim/scenarios/kubecon-2017/scenario.ts';
import { KWOK_LABEL } from './kwok.ts';

const STANDARD_LABELS = ['kubernetes.io/arch', 'kubernetes.io/os', 'kubernetes.io/hostname'];

/** Node objects to create; kwok makes them Ready. */
export function boardNodes(): Node[] {
  const { objects } = kubecon2017.build({ nowMs: Date.now(), random: new Random(1), parameters: {} });
  return objects.filter((object): object is Node => object.kind === 'Node').map(boardNode);
}

function boardNode({ metadata, spec, status }: Node): Node {
  const labels = metadata?.labels ?? {};
  const missing = STANDARD_LABELS.find((label) => labels[label] === undefined);
  if (missing !== undefined) throw new Error(`${metadata?.name} has no label ${missing}`);
  // What controllers set is left to them; lost boards are taken for plugged in.
  const taints = (spec?.taints ?? []).filter(({ key }) => !key.startsWith('node.kubernetes.io/'));
  const scrape = `/metrics/nodes/${metadata?.name}/metrics/resource`;
  const annotations = { ...metadata?.annotations, 'metrics.k8s.io/resource-metrics-path': scrape };
  const { capacity, allocatable, nodeInfo, images } = status ?? {};
  const addresses = (status?.addresses ?? []).map(({ type, address }) => ({
    type,
    address: type === 'Hostname' ? 'localhost' : address,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: metadata?.name ?? '', labels: { ...labels, [KWOK_LABEL]: 'true' }, annotations },
    spec: { taints },
    status: {
      ...(capacity && { capacity }),
      ...(allocatable && { allocatable }),
      ...(nodeInfo && { nodeInfo }),
      ...(images && { images }),
      addresses,
    },
  };
}
