// Which of a cluster's resources are recorded: those the simulated cluster can hold, and what its definitions add.
import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1';
import { parseApiVersion } from '../../schema/group-version.ts';
import { builtInResourceOfKind } from '../../schema/resources.ts';
import type { APIService, KubeObject } from '../../store/object.ts';

/** A listable resource as discovery names it. */
export interface ListedResource {
  apiVersion: string;
  /** The plural. */
  resource: string;
  kind: string;
}

export interface RecordingPlan {
  record: readonly ListedResource[];
  /** `flowschemas.flowcontrol.apiserver.k8s.io`: nothing here could hold them. */
  leaveOut: readonly ListedResource[];
}

/** Groups whose objects are measured, reviewed or shown under another name: not stored, or stored elsewhere. */
const NOT_STORED = new Set(['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io', 'events.k8s.io']);
/** Aggregated APIs the simulated cluster answers. */
const AGGREGATED = new Set([
  'metrics.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'wardle.example.com',
]);

const DEFINITION = 'CustomResourceDefinition';
const REGISTRATION = 'APIService';

/** Splits what discovery lists; `definitions` are the cluster's CustomResourceDefinitions. Order: as listed. */
export function recordingPlan(listed: readonly ListedResource[], definitions: readonly KubeObject[]): RecordingPlan {
  const stored = listed.filter(({ apiVersion }) => !NOT_STORED.has(parseApiVersion(apiVersion).group));
  const custom = kindsOf(definitions);
  const isHeld = ({ apiVersion, kind }: ListedResource) => isHeldKind(apiVersion, kind, custom);
  return { record: stored.filter(isHeld), leaveOut: stored.filter((one) => !isHeld(one)) };
}

function isHeldKind(apiVersion: string, kind: string, custom: ReadonlySet<string>): boolean {
  if (custom.has(`${apiVersion} ${kind}`)) return true;
  const { group } = parseApiVersion(apiVersion);
  return group === 'wardle.example.com' || builtInResourceOfKind(apiVersion, kind) !== undefined;
}

/** Kinds that established definitions serve, as `apiVersion kind`. */
function kindsOf(objects: readonly KubeObject[]): Set<string> {
  const definitions = objects.filter((object): object is CustomResourceDefinition => object.kind === DEFINITION);
  return new Set(
    definitions.flatMap(({ spec }) =>
      spec.versions.filter(({ served }) => served).map(({ name }) => `${spec.group}/${name} ${spec.names.kind}`),
    ),
  );
}

const CUSTOM_KINDS = new WeakMap<readonly KubeObject[], Set<string>>();

/** Whether a recorded object has an API here; `all` are those recorded with it. */
export function isServed(object: KubeObject, all: readonly KubeObject[]): boolean {
  const { apiVersion = '', kind = '' } = object;
  const custom = CUSTOM_KINDS.get(all) ?? kindsOf(all);
  CUSTOM_KINDS.set(all, custom);
  if (kind === REGISTRATION) return isRegistered(object, custom);
  const { group } = parseApiVersion(apiVersion);
  if (group === 'wardle.example.com') return all.some((one) => isRegistrationOf(one, group));
  return isHeldKind(apiVersion, kind, custom);
}

/** Of an aggregated API that is answered here, or of a definition's version; the built-in ones make themselves. */
function isRegistered(object: KubeObject, custom: ReadonlySet<string>): boolean {
  const { spec }: APIService = object;
  if (spec?.service !== undefined) return AGGREGATED.has(spec.group ?? '');
  const prefix = `${spec?.group}/${spec?.version} `;
  return [...custom].some((kindOfVersion) => kindOfVersion.startsWith(prefix));
}

function isRegistrationOf(object: KubeObject, group: string): boolean {
  if (object.kind !== REGISTRATION) return false;
  const { spec }: APIService = object;
  return spec?.group === group;
}

/** Definitions and registrations come before what they serve, namespaces before what is in them. */
export function orderOf({ kind, metadata }: KubeObject): number {
  if (kind === DEFINITION || kind === REGISTRATION) return 0;
  if (kind === 'Namespace') return 1;
  return metadata?.namespace === undefined ? 2 : 3;
}
