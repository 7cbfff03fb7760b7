// A supposition made true in a simulated cluster.
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Node, PodSpec, Taint } from 'kubernetes-types/core/v1';
import type { WorkloadAction } from '#lib/model/actions/cluster-action.ts';
import type { NodeAction } from '#lib/model/actions/node-action.ts';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { faultsOf, setFaults } from '#lib/sim/faults.ts';
import type { TestWorld } from '#lib/sim/scenarios/testdata/test-world.ts';
import type { Stored } from '#lib/sim/store/object.ts';

export function makeTrue(world: TestWorld, supposition: Supposition): void {
  if (supposition.suppose === 'unplug' || supposition.suppose === 'plug-in') {
    const faults = faultsOf(world.store);
    const others = faults.nodesUnplugged.filter((name) => name !== supposition.node);
    const nodesUnplugged = supposition.suppose === 'unplug' ? [...others, supposition.node] : others;
    setFaults(world.store, { ...faults, nodesUnplugged });
    return;
  }
  const { action } = supposition;
  if ('node' in action) changeNode(world, action);
  else if ('workload' in action) changeWorkload(world, action);
  else world.writer.delete('pods', action.pod.namespace, action.pod.name);
}

function changeNode(world: TestWorld, action: NodeAction): void {
  const node = found(world.store.get('nodes', undefined, action.node));
  const spec: Node['spec'] = { ...node.spec };
  if (action.action === 'cordon') spec.unschedulable = true;
  else if (action.action === 'uncordon') delete spec.unschedulable;
  else {
    const { taint } = action;
    const others = (spec.taints ?? []).filter(({ key, effect }) => key !== taint.key || effect !== taint.effect);
    const added: Taint[] = action.action === 'taint' ? [taint] : [];
    spec.taints = [...added, ...others];
  }
  world.writer.update('nodes', { ...node, spec } as Stored<Node>, 'test');
}

const RESOURCES: Readonly<Record<string, 'deployments.apps' | 'statefulsets.apps' | 'daemonsets.apps'>> = {
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  DaemonSet: 'daemonsets.apps',
};

function changeWorkload(world: TestWorld, action: WorkloadAction): void {
  const { kind, namespace, name } = action.workload;
  const resource = RESOURCES[kind];
  if (resource === undefined) throw new Error(`${kind} is not changed here`);
  // All three are alike in what is changed of them.
  const object = found(world.store.get(resource, namespace, name)) as Stored<Deployment>;
  if (action.action === 'scale') {
    world.writer.update(resource, { ...object, spec: { ...object.spec, replicas: action.replicas } } as never, 'test');
    return;
  }
  const template = object.spec?.template;
  const spec = changedPod({ containers: [], ...template?.spec }, action);
  const changed = { ...object, spec: { ...object.spec, template: { ...template, spec } } };
  world.writer.update(resource, changed, 'test');
}

function changedPod(spec: PodSpec, action: Exclude<WorkloadAction, { action: 'scale' }>): PodSpec {
  if (action.action === 'place') {
    const { nodeSelector, affinity, tolerations } = action.placement;
    const { nodeSelector: _selector, affinity: _affinity, tolerations: _tolerations, ...rest } = spec;
    return {
      ...rest,
      ...(nodeSelector === null ? {} : { nodeSelector }),
      ...(affinity === null ? {} : { affinity }),
      ...(tolerations === null ? {} : { tolerations: [...tolerations] }),
    };
  }
  const containers = spec.containers.map((container) => {
    if (container.name !== action.container) return container;
    if (action.action === 'image') return { ...container, image: action.image };
    const requests = Object.entries({ ...container.resources?.requests, ...action.requests });
    const kept = Object.fromEntries(requests.filter(([, amount]) => amount !== null)) as Record<string, string>;
    return { ...container, resources: { ...container.resources, requests: kept } };
  });
  return { ...spec, containers };
}

function found<T>(object: T | undefined): T {
  if (object === undefined) throw new Error('what is to be changed is not there');
  return object;
}
