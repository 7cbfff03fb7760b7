// A supposition in words: `pi5 is unplugged`.
import { fullTaint } from '#components/boards/board-words.ts';
import type { PlacementFields, SupposableAction } from '#lib/model/actions/cluster-action.ts';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';

export function suppositionText(supposition: Supposition): string {
  if (supposition.suppose === 'unplug') return `${supposition.node} is unplugged`;
  if (supposition.suppose === 'plug-in') return `${supposition.node} comes back`;
  return actionText(supposition.action);
}

function actionText(action: SupposableAction): string {
  switch (action.action) {
    case 'cordon':
      return `${action.node} is cordoned`;
    case 'uncordon':
      return `${action.node} is uncordoned`;
    case 'taint':
      return `${action.node} is tainted ${fullTaint(action.taint)}`;
    case 'untaint':
      return `${action.node} loses the taint ${fullTaint(action.taint)}`;
    case 'scale':
      return `${action.workload.name} has ${action.replicas} ${action.replicas === 1 ? 'replica' : 'replicas'}`;
    case 'place':
      return `${action.workload.name} ${placementText(action.placement)}`;
    case 'request':
      return `${action.container} of ${action.workload.name} requests ${requestText(action.requests)}`;
    case 'image':
      return `${action.container} of ${action.workload.name} runs ${action.image}`;
    case 'delete-pod':
      return `pod ${action.pod.name} is deleted`;
  }
}

function placementText({ nodeSelector, affinity, tolerations }: PlacementFields): string {
  const parts = [
    ...(nodeSelector === null
      ? []
      : [
          `selects ${Object.entries(nodeSelector)
            .map((label) => label.join('='))
            .join(', ')}`,
        ]),
    ...(affinity === null ? [] : [`has affinity ${archsOf(affinity)}`]),
    ...(tolerations === null
      ? []
      : [
          `tolerates ${tolerations.map(({ key, value }) => (value ? `${key}=${value}` : (key ?? 'everything'))).join(', ')}`,
        ]),
  ];
  return parts.join(' and ') || 'may land anywhere that is not tainted';
}

function archsOf(affinity: NonNullable<PlacementFields['affinity']>): string {
  const terms = affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const expressions = terms.flatMap(({ matchExpressions = [] }) => matchExpressions);
  const texts = expressions.map(({ key, operator, values = [] }) => `${key} ${operator} ${values.join(', ')}`);
  return texts.length === 0 ? 'of its own' : texts.join('; ');
}

function requestText(requests: Readonly<Record<string, string | null>>): string {
  return Object.entries(requests)
    .map(([resource, amount]) => `${amount ?? 'no'} ${resource}`)
    .join(' and ');
}
