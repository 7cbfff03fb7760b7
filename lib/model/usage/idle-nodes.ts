// Nodes that are full of requests while little of it is used: nothing else finds a place, and nothing happens there.
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import { sumAmounts } from '#lib/rules/resources.ts';
import { command, kubectlSetResources } from '../actions/kubectl.ts';
import { nodeHref } from '../hrefs.ts';
import type { MeasuresInput } from '../overview/measures.ts';
import type { NodeRecord } from '../records/records.ts';
import { cpuRequest, memoryRequest } from './kind-amounts.ts';
import type { AdviceRow } from './usage-view.ts';
import { type ContainerUse, isChangeable, type WorkloadUse } from './workload-use.ts';

const FULL = 0.9;
const IDLE = 0.3;

type Resource = 'cpu' | 'memory';
type Advice = Omit<AdviceRow, 'rank' | 'more'>;

const AMOUNTS = {
  cpu: { word: 'CPU', used: 'cpuMillicores', asked: 'cpuRequest', format: formatCpu, suggest: cpuRequest },
  memory: { word: 'memory', used: 'memoryBytes', asked: 'memoryRequest', format: formatMemory, suggest: memoryRequest },
} as const;

export function idleNodeAdvice(
  nodes: Iterable<NodeRecord>,
  uses: readonly WorkloadUse[],
  measures: MeasuresInput,
): Advice[] {
  const found: Advice[] = [];
  for (const node of nodes) {
    for (const resource of ['cpu', 'memory'] as const) {
      const advice = adviceOn(node, uses, measures, resource);
      if (advice === null) continue;
      found.push(advice);
      break;
    }
  }
  return found;
}

function adviceOn(
  { name, allocatable }: NodeRecord,
  uses: readonly WorkloadUse[],
  { byNode }: MeasuresInput,
  resource: Resource,
): Advice | null {
  const { word, used: usedField } = AMOUNTS[resource];
  const most = allocatable[resource] ?? 0;
  const used = byNode.get(name)?.[usedField];
  const here = uses.flatMap(({ pods }) => pods.filter(({ nodeName }) => nodeName === name));
  const requested = sumAmounts(here.map(({ requests }) => requests))[resource] ?? 0;
  if (most === 0 || used === undefined || requested < most * FULL || used >= most * IDLE) return null;
  const percent = (amount: number) => `${Math.round((amount / most) * 100)}%`;
  const greedy = greediest(name, uses, resource);
  const text = `${percent(requested)} of its ${word} is asked for and ${percent(used)} is used: nothing else finds a place there.`;
  return {
    kind: 'full-but-idle',
    about: `node ${name}`,
    href: nodeHref(name),
    text: greedy === null ? text : `${text} ${greedy.words}`,
    kubectl: greedy?.kubectl ?? command('kubectl', 'describe', 'node', name),
  };
}

/** The workload on the node that asks for most beyond what it uses, with what it could do with. */
function greediest(node: string, uses: readonly WorkloadUse[], resource: Resource) {
  const { word, used, asked, format, suggest } = AMOUNTS[resource];
  let best: { ref: WorkloadUse['ref']; container: ContainerUse; over: number } | null = null;
  for (const { ref, pods, containers } of uses) {
    const count = pods.filter(({ nodeName }) => nodeName === node).length;
    if (count === 0 || !isChangeable(ref)) continue;
    for (const container of containers) {
      const [requested, measured] = [container[asked], container[used]];
      if (requested === null || measured === null) continue;
      const over = (requested - measured) * count;
      if (over > (best?.over ?? 0)) best = { ref, container, over };
    }
  }
  if (best === null) return null;
  const { ref, container } = best;
  const [requested, measured] = [container[asked] ?? 0, container[used] ?? 0];
  const words = `Most of it by ${ref.kind} ${ref.namespace}/${ref.name}: ${container.name} asks for ${format(requested)} ${word} and uses ${format(measured)} at most.`;
  return { words, kubectl: kubectlSetResources(ref, container.name, { requests: { [resource]: suggest(measured) } }) };
}
