// Which storage class a claim without one gets. Mirrors pkg/volume/util/storageclass.go GetDefaultClass.
import type { StorageClass } from 'kubernetes-types/storage/v1';

const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Of several defaults the newest counts, and the first by name where they are as old; undefined where there is none. */
export function defaultStorageClass(classes: readonly StorageClass[]): StorageClass | undefined {
  const defaults = classes.filter(({ metadata }) =>
    DEFAULT_ANNOTATIONS.some((name) => metadata?.annotations?.[name] === 'true'),
  );
  return defaults.reduce<StorageClass | undefined>(
    (best, one) => (best === undefined || isBetter(one, best) ? one : best),
    undefined,
  );
}

function isBetter(one: StorageClass, best: StorageClass): boolean {
  const [made, bestMade] = [bornMs(one), bornMs(best)];
  return made === bestMade ? (one.metadata?.name ?? '') < (best.metadata?.name ?? '') : made > bestMade;
}

function bornMs({ metadata }: StorageClass): number {
  const made = metadata?.creationTimestamp;
  return made === undefined ? 0 : Date.parse(made);
}
