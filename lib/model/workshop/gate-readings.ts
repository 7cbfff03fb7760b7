// What is read to judge gates beside the facts of a plan: answers of paths, and what other groups say of themselves.
import type { Gate } from '#lib/stack/component.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { Known } from './known.ts';

export interface GateReadings {
  /** Boards of which metrics.k8s.io or Heapster has figures, by name. */
  measuredNodes: Known<readonly string[]>;
  /** Of CustomResourceDefinitions by name; one that is not there is absent. */
  established: Known<ReadonlyMap<string, boolean>>;
  autoscalers: Known<readonly AutoscalerRecord[]>;
  /** By gatePath: the API server's answer. One that was not asked is absent. */
  answers: ReadonlyMap<string, Known<GateAnswer>>;
}

export interface GateAnswer {
  /** HTTP. */
  status: number;
  /** Whole, or its beginning where it is long. */
  text: string;
}

export type AskedGate = Extract<Gate, { kind: 'path-answers' | 'custom-metric' | 'public-address' }>;

/** What is asked for a gate; null for one that the cluster's objects answer. */
export function gatePath(gate: AskedGate): string;
export function gatePath(gate: Gate): string | null;
export function gatePath(gate: Gate): string | null {
  switch (gate.kind) {
    case 'path-answers':
    case 'public-address':
      return gate.path;
    case 'custom-metric': {
      const { namespace, resource, name, metric } = gate;
      return `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}/${resource}/${name}/${metric}`;
    }
    case 'workload-ready':
    case 'api-available':
    case 'crd-established':
    case 'node-metrics':
    case 'scaling-active':
    case 'claim-bound':
      return null;
  }
}

/** The https address that ngrok's agent names, of `/api/endpoints` or of its older `/api/tunnels`; null where none. */
export function publicAddress(text: string): string | null {
  const value = parsed(text);
  const lists = [field(value, 'endpoints'), field(value, 'tunnels')].filter((list) => Array.isArray(list));
  const addresses = lists.flat().flatMap((one: unknown) => [field(one, 'url'), field(one, 'public_url')]);
  const found = addresses.find((address) => typeof address === 'string' && address.startsWith('https://'));
  return typeof found === 'string' ? found : null;
}

/** `333m`: of the first item of a MetricValueList; null where it has none. */
export function metricValue(text: string): string | null {
  const items = field(parsed(text), 'items');
  const value = Array.isArray(items) ? field(items[0], 'value') : null;
  return typeof value === 'string' ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Whoever answers in another form has no such thing to say.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
