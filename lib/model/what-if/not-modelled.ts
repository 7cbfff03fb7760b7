// What a play does not take into account, each in one sentence: those that are about this cluster first.
import { formatCount } from '#lib/format/count.ts';
import type { Supposition } from '../placement/what-if-view.ts';
import { listed } from './listed.ts';
import type { SupposedCluster } from './supposed-cluster.ts';

/** The scheduler looks at a part of the nodes only from so many on (schedule_one.go numFeasibleNodesToFind). */
const SAMPLED_NODES_MIN = 100;

/** True of every play; docs/scheduling.md has them word for word. */
export const NEVER_MODELLED: readonly string[] = [
  'How long programs take to start and to stop is made up, and none of them ends by itself.',
  'Autoscalers, operators and whatever else watches the cluster may answer with changes of their own.',
  'Programs may use more or less than they request: a board that runs out of memory ends some of them.',
  'Scheduler plugins and settings other than the defaults, and claims of devices, are not known here.',
  'Disruption budgets hold for drains and evictions by the API only: taints evict all the same.',
];

/** `restless`: names of workloads whose pods come and go for ever. */
export function notModelled(
  cluster: SupposedCluster,
  suppositions: readonly Supposition[],
  restless: readonly string[],
): string[] {
  const { nodes, pods, unread } = cluster;
  const said: string[] = [];
  if (restless.length > 0) {
    const whose = `Pods of ${listed(restless)}`;
    said.push(
      `${whose} bear a taint of their board for a while only: they come and go for ever, of which one round is shown.`,
    );
  }
  for (const resource of unread) {
    said.push(`${resource} may not be read: what they say is not taken into account.`);
  }
  const images = unknownImages(cluster, suppositions);
  if (images.length > 0) {
    const taken = `${images.length === 1 ? 'it is' : 'they are'} taken to run on every board`;
    said.push(`Of ${formatCount(images.length, 'image')} (${listed(images)}) no registry says where: ${taken}.`);
  }
  if (nodes.length >= SAMPLED_NODES_MIN) {
    said.push('In a rack of 100 boards and more the scheduler looks at a part of them only: pods may land on others.');
  }
  if (pods.some(({ schedulerName }) => schedulerName !== 'default-scheduler')) {
    said.push('Some pods have a scheduler of their own: where it puts them is not known.');
  }
  if (suppositions.some((one) => one.suppose === 'unplug')) {
    said.push('How soon a board is given up is the controller manager’s setting: 50 s by default, 40 s before 1.32.');
  }
  return [...said, ...NEVER_MODELLED];
}

function unknownImages({ pods, platformsOf }: SupposedCluster, suppositions: readonly Supposition[]): string[] {
  const supposed = suppositions.flatMap((one) =>
    one.suppose === 'action' && one.action.action === 'image' ? [one.action.image] : [],
  );
  const images = new Set([...supposed, ...pods.flatMap((pod) => pod.images)]);
  return [...images].filter((image) => platformsOf?.(image).source !== 'registry');
}
