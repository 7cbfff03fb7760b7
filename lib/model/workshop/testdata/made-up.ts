// Plans of made-up clusters: what is known of one and what was chosen, then its objects as the API has them.
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Namespace, Node, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { ManifestObject, StackChoices } from '#lib/stack/component.ts';
import { projectClaim, projectNamespace, projectService, projectStorageClass } from '../../records/project-ground.ts';
import { projectNode } from '../../records/project-node.ts';
import { projectPod } from '../../records/project-pod.ts';
import { projectDaemonSet, projectDeployment, projectStatefulSet } from '../../records/project-workload.ts';
import type { AccessAnswer, AccessAsk } from '../access.ts';
import type { WorkshopChoices } from '../choices.ts';
import type { PlannedPart } from '../component-plan.ts';
import type { BoardClock, ServerFacts, WorkshopFacts } from '../facts.ts';
import { type Known, known, notKnown } from '../known.ts';
import { objectKey, refOf } from '../object-key.ts';
import { planWorkshop, type WorkshopPlan, workshopAsks } from '../plan.ts';
import { type StandingKind, standingObject } from '../standing.ts';
import { stackChoices, suggestedChoices } from '../suggested-choices.ts';

export interface Question {
  /** RFC 3339 */
  now: string;
  server: ServerFacts;
  /** On top of what is suggested. */
  choices?: Partial<WorkshopChoices>;
  /** Resources that may not be read, as RBAC names them. */
  unread?: readonly string[];
  /** What may be done; everything where it is left out. */
  access?: readonly AccessAnswer[];
  certificates?: 'signed' | 'self-signed';
  clocks?: readonly BoardClock[];
}

/** `parts`: the stack, filled in for these choices. */
export function planOf(
  question: Question,
  objects: readonly ManifestObject[],
  parts: (choices: StackChoices) => readonly PlannedPart[],
): WorkshopPlan {
  const read = factsOf(question, objects, parts);
  const choices = { ...suggestedChoices(read), ...question.choices };
  const filled = parts(stackChoices(choices, read));
  const answered = workshopAsks(filled, read).map((ask) => ({ ...ask, allowed: isAllowed(ask, question.access) }));
  const facts = { ...read, access: known(answered) };
  return planWorkshop({ facts, choices, parts: filled, registry: null });
}

/** What is allowed for a verb of `*` is allowed for all of them, and so on. */
function isAllowed(ask: AccessAsk, given: readonly AccessAnswer[] | undefined): boolean {
  const fits = (one: string, asked: string) => one === '*' || one === asked;
  return (given ?? [{ ...ask, allowed: true }]).some(
    ({ allowed, verb, group, resource, namespace }) =>
      allowed &&
      fits(verb, ask.verb) &&
      fits(group, ask.group) &&
      fits(resource, ask.resource) &&
      (namespace === null || namespace === ask.namespace),
  );
}

function factsOf(
  question: Question,
  objects: readonly ManifestObject[],
  parts: (choices: StackChoices) => readonly PlannedPart[],
): WorkshopFacts {
  const { unread = [], clocks, certificates, server, now } = question;
  const read = <T>(resource: string, kind: string, project: (object: never) => T): Known<readonly T[]> => {
    if (unread.includes(resource)) return notKnown(`${resource} may not be read`);
    return known(objects.filter((object) => object.kind === kind).map((object) => project(object as never)));
  };
  const workloads = [
    read('deployments', 'Deployment', (object: Deployment) => projectDeployment(object)),
    read('statefulsets', 'StatefulSet', (object: StatefulSet) => projectStatefulSet(object)),
    read('daemonsets', 'DaemonSet', (object: DaemonSet) => projectDaemonSet(object)),
  ];
  const byKey = new Map(objects.map((object) => [objectKey(refOf(object)), object]));
  const wanted = parts({
    tolerate: [],
    kubeletInsecureTls: false,
    registryPrefix: null,
    defaultStorageClass: false,
  });
  const keys = wanted.flatMap((part) => part.objects.map((object) => objectKey(refOf(object))));
  const hidden = unread.flatMap((resource) => UNREAD_KINDS[resource] ?? []);
  return {
    nowMs: Date.parse(now),
    server: known(server),
    nodes: read('nodes', 'Node', (object: Node) => projectNode(object)),
    pods: read('pods', 'Pod', (object: Pod) => projectPod(object)),
    workloads: known(workloads.flatMap((one) => (one.known ? one.value : []))),
    namespaces: read('namespaces', 'Namespace', (object: Namespace) => projectNamespace(object)),
    services: read('services', 'Service', (object: Service) => projectService(object)),
    budgets: known([]),
    claims: read('persistentvolumeclaims', 'PersistentVolumeClaim', (object: PersistentVolumeClaim) =>
      projectClaim(object),
    ),
    volumes: known([]),
    storageClasses: read('storageclasses', 'StorageClass', (object: StorageClass) => projectStorageClass(object)),
    apiServices: known([]),
    standing: {
      objects: objects.flatMap((object) => standingObject(object) ?? []).filter(({ kind }) => !hidden.includes(kind)),
      unread: hidden,
    },
    access: known([]),
    clocks: clocks === undefined ? notKnown('leases were not read') : known(clocks),
    kubeletCertificates: certificates === undefined ? notKnown('no kubelet was asked') : known(certificates),
    usedMemoryBytes: notKnown('nothing measures it yet'),
    objects: new Map(keys.map((key) => [key, known(byKey.get(key) ?? null)])),
    dryRuns: new Map(),
    journal: known(null),
  };
}

const UNREAD_KINDS: Readonly<Record<string, StandingKind>> = {
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  apiservices: 'APIService',
  customresourcedefinitions: 'CustomResourceDefinition',
  ingressclasses: 'IngressClass',
  storageclasses: 'StorageClass',
};
