// What an object of a kind looks like in the cases that try every kind.
import { podSpec } from '../build.ts';
import type { Body } from '../case.ts';

export interface Sample {
  /** `/apis/apps/v1/.../deployments`; `{ns}` where it is of a namespace. */
  path: string;
  object: { kind: string; metadata: { name?: string } };
  /** Where controllers write meanwhile. */
  ignored?: readonly string[];
  /** What it is like once they have. */
  settled?: (body: Body) => boolean;
}

export const at = (groupVersion: string, resource: string) => `/apis/${groupVersion}/namespaces/{ns}/${resource}`;
export const core = (resource: string) => `/api/v1/namespaces/{ns}/${resource}`;

/** No node has it, so nothing is ever scheduled or written there. */
export const NOWHERE = { ...podSpec, schedulerName: 'nobody' };
export const template = { metadata: { labels: { app: 'a' } }, spec: NOWHERE };
export const SETTLES = {
  ignored: ['status', 'metadata.managedFields', 'metadata.annotations'],
  settled: ({ status }: Body) => typeof status === 'object' && status !== null && Object.keys(status).length > 0,
};
export const IS_OBSERVED = {
  ...SETTLES,
  settled: ({ status }: Body) => typeof status === 'object' && status !== null && 'observedGeneration' in status,
};
export const metadata = { name: 'a' };
/** Conditions come last. */
export const IS_JUDGED = {
  ...SETTLES,
  settled: ({ status }: Body) => {
    const text = JSON.stringify(status ?? {});
    return ['Available', 'AbleToScale', 'Suspended'].some((type) => text.includes(`"type":"${type}"`));
  },
};
