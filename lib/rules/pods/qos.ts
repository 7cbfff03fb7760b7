// A pod's quality of service: Guaranteed, Burstable or BestEffort.
// Mirrors pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS.
import type { Pod } from 'kubernetes-types/core/v1';
import { exactQuantity } from '../quantity.ts';

export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

interface Requirements {
  requests?: object;
  limits?: object;
}

const COMPUTE = ['cpu', 'memory'] as const;

/** From requests and limits of cpu and memory; those of the pod as a whole count before its containers'. */
export function podQosClass({ spec }: Pod): QosClass {
  const whole = (spec as { resources?: Requirements } | undefined)?.resources;
  if (whole !== undefined) return requirementsClass(whole);
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const classes = new Set(containers.map(({ resources }) => requirementsClass(resources ?? {})));
  const [only = 'BestEffort'] = classes;
  return classes.size > 1 ? 'Burstable' : only;
}

function requirementsClass({ requests, limits }: Requirements): QosClass {
  const asked = COMPUTE.map((name) => amountOf(requests, name));
  const allowed = COMPUTE.map((name) => amountOf(limits, name));
  if ([...asked, ...allowed].every((amount) => amount === 0n)) return 'BestEffort';
  const guaranteed = allowed.every((amount, index) => amount !== 0n && amount === asked[index]);
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amountOf(amounts: object | undefined, name: string): bigint {
  const given = (amounts as Readonly<Record<string, string>> | undefined)?.[name];
  return given === undefined ? 0n : exactQuantity(given).nanos;
}
