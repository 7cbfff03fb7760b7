// Which class an object without one gets: of several that are marked as the default the newest counts.
// Mirrors pkg/volume/util/storageclass.go GetDefaultClass and plugin/pkg/admission/network/defaultingressclass.

interface Classed {
  metadata?: { name?: string; creationTimestamp?: string; annotations?: Readonly<Record<string, string>> };
}

const STORAGE_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
const INGRESS_ANNOTATIONS = ['ingressclass.kubernetes.io/is-default-class'];

/** Undefined where no storage class is marked as the default. */
export function defaultStorageClass<T extends Classed>(classes: readonly T[]): T | undefined {
  return newest(classes, STORAGE_ANNOTATIONS);
}

/** Undefined where no ingress class is marked as the default. */
export function defaultIngressClass<T extends Classed>(classes: readonly T[]): T | undefined {
  return newest(classes, INGRESS_ANNOTATIONS);
}

function newest<T extends Classed>(classes: readonly T[], annotations: readonly string[]): T | undefined {
  const marked = classes.filter(({ metadata }) => annotations.some((name) => metadata?.annotations?.[name] === 'true'));
  return marked.reduce<T | undefined>(
    (best, one) => (best === undefined || isBetter(one, best) ? one : best),
    undefined,
  );
}

/** Of two that are as old, the first by name. */
function isBetter(one: Classed, best: Classed): boolean {
  const [made, bestMade] = [bornMs(one), bornMs(best)];
  return made === bestMade ? (one.metadata?.name ?? '') < (best.metadata?.name ?? '') : made > bestMade;
}

function bornMs({ metadata }: Classed): number {
  const made = metadata?.creationTimestamp;
  return made === undefined ? 0 : Date.parse(made);
}
