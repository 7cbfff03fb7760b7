// Ways out where room is short: to ask for less, or to do with fewer pods.
import type { Check, ResourceCheck } from '#lib/rules/scheduling/explain.ts';
import { amountText } from './reason-text.ts';
import type { CheckOf, Way, WayOut } from './way-out.ts';
import type { NodeVerdictView, TemplateContainer, WhyView } from './why-view.ts';

/** Of what a container asks for: with less than this it would hardly do its work. */
const LEAST_SHARE = 0.25;
/** Of what can be had in smaller pieces: one piece, and how Kubernetes writes so many of them. */
const PIECES: Readonly<Record<string, { size: number; unit: string }>> = {
  cpu: { size: 1, unit: 'm' },
  memory: { size: 1024 ** 2, unit: 'Mi' },
  'ephemeral-storage': { size: 1024 ** 2, unit: 'Mi' },
};
/** Where one board more, or one pod less, would do. */
const SHORT_OF_BOARDS: readonly Check['kind'][] = ['resources', 'ports', 'spread', 'pod-affinity'];

interface Lowered {
  resource: string;
  container: string;
  /** As Kubernetes writes it: `120m`, `300Mi`. */
  quantity: string;
  words: string;
}

/** All that is short, of one container, in one change. */
export function requestWays({ resources }: CheckOf<'resources'>, why: WhyView): Way[] {
  const short = resources.filter(({ passes }) => !passes);
  const lowered = short.flatMap((check) => loweredRequest(check, why.template?.containers ?? []));
  const [first] = lowered;
  if (first === undefined) return [];
  const own = lowered.filter(({ container }) => container === first.container);
  const requests = Object.fromEntries(own.map(({ resource, quantity }) => [resource, quantity]));
  return [
    {
      label: `Ask for ${own.map(({ words }) => words).join(' and ')}`,
      action: { action: 'request', workload: why.owner, container: first.container, requests },
      removesAll: own.length === short.length,
    },
  ];
}

/** Of the container that asks for most. None where the sum of its containers is not what the pod asks for: then more decides. */
function loweredRequest(
  { resource, asked, requested, allocatable }: ResourceCheck,
  containers: readonly TemplateContainer[],
): Lowered[] {
  const piece = PIECES[resource];
  if (piece === undefined || containers.some(({ isInit, requests }) => isInit && (requests[resource] ?? 0) > 0))
    return [];
  const askedOf = ({ requests }: TemplateContainer) => requests[resource] ?? 0;
  const [most] = containers.filter(({ isInit }) => !isInit).sort((a, b) => askedOf(b) - askedOf(a));
  if (most === undefined || containers.reduce((sum, container) => sum + askedOf(container), 0) !== asked) return [];
  const left = askedOf(most) - (asked - (allocatable - requested));
  const pieces = Math.floor(left / piece.size);
  if (pieces < 1 || left < askedOf(most) * LEAST_SHARE) return [];
  const name = resource === 'cpu' ? 'CPU' : resource;
  const [after, before] = [amountText(resource, pieces * piece.size), amountText(resource, askedOf(most))];
  const words = `${after} of ${name} instead of ${before}`;
  return [{ resource, container: most.name, quantity: `${pieces}${piece.unit}`, words }];
}

/** Where boards are what is short: the workload wants one pod fewer. */
export function fewerPods({ owner, template }: WhyView, nodes: readonly NodeVerdictView[]): WayOut[] {
  const replicas = template?.replicas ?? null;
  if (replicas === null || replicas < 2) return [];
  if (nodes.some(({ verdict }) => verdict !== 'refused')) return [];
  const failing = nodes.flatMap(({ checks }) => checks.filter(({ passes }) => !passes));
  if (!failing.some(({ kind }) => SHORT_OF_BOARDS.includes(kind))) return [];
  const action = { action: 'scale', workload: owner, replicas: replicas - 1 } as const;
  return [{ label: `Do with ${replicas - 1} instead of ${replicas} pods`, action, enough: true }];
}
