import 'server-only';
// What would happen if: the cluster as it is now, played forward with what is supposed. Nothing is sent to it.
import { z } from 'zod';
import { StatusError } from '#lib/kube/index.ts';
import type { ImagePlatforms, PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { SUPPOSITIONS_MAX, type Supposition, type WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { workloadOf } from '#lib/model/placement/workloads.ts';
import { SuppositionError } from '#lib/model/what-if/suppose.ts';
import type { SupposedCluster } from '#lib/model/what-if/supposed-cluster.ts';
import { whatIf } from '#lib/model/what-if/what-if.ts';
import { parsed, supposableActionOf } from '../actions/action-request.ts';
import { isNodeName } from '../actions/node-name.ts';
import { whenAnswered } from '../images/when-answered.ts';
import type { Hub } from '../live/hub.ts';
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';

/** A play looks at every node for each pod that moves, and holds up whoever asks meanwhile: seconds, on more than these. */
const NODES_MAX = 300;
const PODS_MAX = 3_000;
/** Those that find no room are looked at again whenever something changes: twice as many take five times as long. */
const ADDED_PODS_MAX = 400;
const SETTLED_WITHIN_MS = 1_500;
/** Images of the cluster that are not known by then are said to be unknown; the next answer knows them. */
const IMAGES_WITHIN_MS = 1_500;
/** What is asked about is worth waiting for. */
const SUPPOSED_WITHIN_MS = 8_000;
/** Of the hub. */
export type WhatIfParts = Pick<Hub, 'cache' | 'connection' | 'images' | 'plays' | 'whenSettled'>;

const NEEDS = [...WORKLOAD_SOURCES, ...SCHEDULING_SOURCES];

const node = z.string().refine(isNodeName, 'not a name a node can have');
const REQUEST = z.strictObject({
  suppositions: z
    .array(
      z.discriminatedUnion('suppose', [
        z.strictObject({ suppose: z.literal('action'), action: z.unknown() }),
        z.strictObject({ suppose: z.literal('unplug'), node }),
        z.strictObject({ suppose: z.literal('plug-in'), node }),
      ]),
    )
    .max(SUPPOSITIONS_MAX),
});

/**
 * `body` is a WhatIfRequest. Throws StatusError 422 for what cannot be supposed, 404 for what is not there, 413 for a cluster
 * that is too large, 503 where suppositions have had their share of the server's time.
 */
export async function answerWhatIf(hub: WhatIfParts, body: unknown): Promise<WhatIfView> {
  const suppositions = parsed(REQUEST, body).suppositions.map(
    (given): Supposition =>
      given.suppose === 'action' ? { suppose: 'action', action: supposableActionOf(given.action) } : given,
  );
  hub.plays.requireLeft();
  await hub.whenSettled(SETTLED_WITHIN_MS, NEEDS);
  const platformsOf = await platformsFor(hub, suppositions);
  const cluster = clusterOf(hub, platformsOf);
  const added = addedPods(cluster, suppositions);
  if (added > ADDED_PODS_MAX) {
    const message = `that would be ${added} more pods: suppositions are played with up to ${ADDED_PODS_MAX} more`;
    throw new StatusError(413, 'RequestEntityTooLarge', message);
  }
  const podCount = cluster.pods.length + added;
  if (cluster.nodes.length > NODES_MAX || podCount > PODS_MAX) {
    const size = `${cluster.nodes.length} nodes and ${podCount} pods`;
    const message = `that would be ${size}: suppositions are played on up to ${NODES_MAX} nodes and ${PODS_MAX} pods`;
    throw new StatusError(413, 'RequestEntityTooLarge', message);
  }
  try {
    return hub.plays.spend(() => whatIf(cluster, suppositions));
  } catch (error) {
    if (!(error instanceof SuppositionError)) throw error;
    throw new StatusError(error.reason === 'NotFound' ? 404 : 422, error.reason, error.message);
  }
}

/** More than there are, by what is supposed of replicas. */
function addedPods({ pods }: SupposedCluster, suppositions: readonly Supposition[]): number {
  let added = 0;
  for (const one of suppositions) {
    if (one.suppose !== 'action' || one.action.action !== 'scale') continue;
    const key = workloadKey(one.action.workload);
    const there = pods.filter((pod) => workloadKey(workloadOf(pod)) === key).length;
    added += Math.max(0, one.action.replicas - there);
  }
  return added;
}

/** What registries say of all images that are there or supposed: of those that answer soon. */
async function platformsFor(
  { cache, images }: WhatIfParts,
  suppositions: readonly Supposition[],
): Promise<PlatformsOf> {
  const there = new Set([...cache.pods.values()].flatMap((pod) => pod.images));
  const supposed = suppositions.flatMap((one) =>
    one.suppose === 'action' && one.action.action === 'image' ? [one.action.image] : [],
  );
  await Promise.all([
    whenAnswered(images.of, there, IMAGES_WITHIN_MS),
    whenAnswered(images.ofPasted, supposed, SUPPOSED_WITHIN_MS),
  ]);
  // Asked once each: a play asks for every pod that starts.
  const known = new Map<string, ImagePlatforms>();
  return (image) => {
    const found = known.get(image) ?? (there.has(image) ? images.of(image) : images.ofPasted(image));
    known.set(image, found);
    return found;
  };
}

function clusterOf(hub: WhatIfParts, platformsOf: PlatformsOf): SupposedCluster {
  const { cache } = hub;
  const { side } = cache;
  const { nodes } = cache.sources();
  if (nodes.state === 'forbidden' || !cache.podsKnown) {
    const message = 'nodes and pods have to be readable to suppose anything of them: list and watch are needed on both';
    throw new StatusError(403, 'Forbidden', message);
  }
  const clusterTime = hub.connection().clusterTime;
  return {
    nowMs: clusterTime === null ? Date.now() : Date.parse(clusterTime),
    nodes: [...cache.nodes.values()],
    pods: [...cache.pods.values()],
    workloads: WORKLOAD_SOURCES.flatMap((name) => [...side.items(name).values()]),
    namespaces: [...side.items('namespaces').values()],
    services: [...side.items('services').values()],
    budgets: [...side.items('poddisruptionbudgets.policy').values()],
    claims: [...side.items('persistentvolumeclaims').values()],
    volumes: [...side.items('persistentvolumes').values()],
    storageClasses: [...side.items('storageclasses.storage.k8s.io').values()],
    unread: NEEDS.filter((name) => !side.known(name)),
    platformsOf,
  };
}
