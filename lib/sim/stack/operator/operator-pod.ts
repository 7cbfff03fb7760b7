// Which operator is at work, and what its flags say (prometheus-operator cmd/operator/main.go).
import type { Pod, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { View } from '../../controllers/controller.ts';
import type { ImageRegistry } from '../../kubelet/image-registry.ts';

const IMAGE = 'quay.io/prometheus-operator/prometheus-operator';
const RELOADER_DEFAULT = 'quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0';

export interface Reloader {
  image: string;
  resources: ResourceRequirements;
}

export interface OperatorFlags {
  /** Null: all. */
  namespaces: readonly string[] | null;
  reloader: Reloader;
}

export function isOperator(registry: ImageRegistry, { spec }: Pod): boolean {
  return (spec?.containers ?? []).some(({ image = '' }) => registry.factsOf(image)?.name === IMAGE);
}

/** Of one that runs; null where none does. */
export function operatorFlags(view: View, registry: ImageRegistry): OperatorFlags | null {
  const pod = view.list('pods').find((one) => isOperator(registry, one) && isReady(one));
  if (pod === undefined) return null;
  const words = (pod.spec?.containers ?? []).flatMap(({ command = [], args = [] }) => [...command, ...args]);
  const flag = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const namespaces = (flag('namespaces') ?? '').split(',').filter((name) => name !== '');
  const amounts = (kind: 'request' | 'limit') =>
    amountsOf(flag(`config-reloader-cpu-${kind}`), flag(`config-reloader-memory-${kind}`));
  return {
    namespaces: namespaces.length === 0 ? null : namespaces,
    reloader: {
      image: flag('prometheus-config-reloader') ?? RELOADER_DEFAULT,
      resources: { requests: amounts('request'), limits: amounts('limit') },
    },
  };
}

export function isReady({ status, metadata }: Pod): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return ready && metadata?.deletionTimestamp === undefined;
}

/** `0` is none. */
function amountsOf(cpu = '10m', memory = '50Mi'): Record<string, string> {
  return { ...(cpu === '0' ? {} : { cpu }), ...(memory === '0' ? {} : { memory }) };
}
