// What stands in a cluster already, as far as it shows what is installed and by whom.
import type { ManifestObject } from '#lib/stack/component.ts';

export interface Standing {
  objects: readonly StandingObject[];
  /** Kinds that may not be read: whether there are any is not known. */
  unread: readonly StandingKind[];
}

export const STANDING_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'APIService',
  'CustomResourceDefinition',
  'IngressClass',
  'StorageClass',
] as const;

export type StandingKind = (typeof STANDING_KINDS)[number];

export interface StandingObject {
  kind: StandingKind;
  namespace: string | null;
  name: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** Of a workload's pod template. */
  images: readonly string[];
  /** An IngressClass's controller, a StorageClass's provisioner; null for others. */
  servedBy: string | null;
}

/** Null for kinds that show nothing. */
export function standingObject(object: ManifestObject): StandingObject | null {
  const { kind, metadata } = object;
  const known = STANDING_KINDS.find((one) => one === kind);
  if (known === undefined) return null;
  const spec = recordAt(object, 'spec');
  return {
    kind: known,
    namespace: metadata.namespace ?? null,
    name: metadata.name,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    images: imagesOf(recordAt(recordAt(spec, 'template'), 'spec')),
    servedBy: textAt(spec, 'controller') ?? textAt(object, 'provisioner'),
  };
}

function imagesOf(podSpec: Readonly<Record<string, unknown>>): string[] {
  return ['initContainers', 'containers'].flatMap((field) => {
    const containers = podSpec[field];
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: unknown) => textAt(asRecord(container), 'image') ?? []);
  });
}

function textAt(object: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = object[field];
  return typeof value === 'string' ? value : null;
}

function recordAt(object: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, unknown>> {
  return asRecord(object[field]);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
