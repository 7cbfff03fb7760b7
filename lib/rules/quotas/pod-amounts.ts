// A pod's requests and limits as quantities, in the notation its containers use: quotas and limit ranges print them.
// Mirrors component-helpers resource/helpers.go PodRequests and PodLimits, on top of resources.ts.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { exactQuantity, type Quantity, type QuantityFormat } from '../quantity.ts';
import { podLimits, podRequests, type ResourceAmounts } from '../resources.ts';

/** Amounts by resource name, exact. */
export type Quantities = Readonly<Record<string, Quantity>>;

const NANOS = 10n ** 9n;
/** cpu is summed in millicores. */
const NANOS_PER_MILLI = 10n ** 6n;

/** @throws {QuantityError} */
export function podRequestQuantities(pod: Pod): Quantities {
  return withFormats(podRequests(pod), pod, 'requests');
}

/** @throws {QuantityError} */
export function podLimitQuantities(pod: Pod): Quantities {
  return withFormats(podLimits(pod), pod, 'limits');
}

export function quantitiesOf(map: Readonly<Record<string, string | number>> | undefined | null): Quantities {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, text]) => [name, exactQuantity(text)]));
}

/** A sum keeps the notation of its first part that is not zero (Quantity.Add). */
export function addQuantity(a: Quantity | undefined, b: Quantity): Quantity {
  if (a === undefined) return b;
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

export function wholeQuantity(count: number): Quantity {
  return { nanos: BigInt(count) * NANOS, format: 'DecimalSI' };
}

function withFormats(amounts: ResourceAmounts, pod: Pod, side: 'limits' | 'requests'): Quantities {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => {
      const nanos = BigInt(amount) * (name === 'cpu' ? NANOS_PER_MILLI : NANOS);
      return [name, { nanos, format: formatOf(containers, side, name) }];
    }),
  );
}

function formatOf(containers: readonly Container[], side: 'limits' | 'requests', name: string): QuantityFormat {
  for (const { resources } of containers) {
    const given = resources?.[side]?.[name];
    if (given === undefined) continue;
    const { nanos, format } = exactQuantity(given);
    if (nanos !== 0n) return format;
  }
  return 'DecimalSI';
}
