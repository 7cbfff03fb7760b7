// All components of the demo stack, and which of them each step offers.
import type { Component, ComponentId, StepId } from './component.ts';
import { CUSTOM_METRICS_ADAPTER } from './custom-metrics-adapter/component.ts';
import { GRAFANA } from './grafana/component.ts';
import { HEAPSTER } from './heapster/component.ts';
import { INFLUXDB } from './influxdb/component.ts';
import { LOCAL_PATH } from './local-path/component.ts';
import { METRICS_SERVER } from './metrics-server/component.ts';
import { NGROK } from './ngrok/component.ts';
import { PROMETHEUS } from './prometheus/component.ts';
import { PROMETHEUS_OPERATOR } from './prometheus-operator/component.ts';
import { SAMPLE_APP } from './sample-app/component.ts';
import { SAMPLE_AUTOSCALER } from './sample-autoscaler/component.ts';
import { TRAEFIK } from './traefik/component.ts';
import { WARDLE } from './wardle/component.ts';

/** In the order in which they are put up; undo goes the other way. */
export const COMPONENTS: readonly Component[] = [
  METRICS_SERVER,
  HEAPSTER,
  TRAEFIK,
  NGROK,
  PROMETHEUS_OPERATOR,
  PROMETHEUS,
  SAMPLE_APP,
  CUSTOM_METRICS_ADAPTER,
  SAMPLE_AUTOSCALER,
  INFLUXDB,
  GRAFANA,
  WARDLE,
  LOCAL_PATH,
];

export interface Step {
  id: StepId;
  title: string;
  components: readonly ComponentId[];
  /** `all` of them, exactly `one`, or `any` number of them. */
  choose: 'all' | 'one' | 'any';
}

/** Each of them on its own. */
export const EXTRA_IDS = ['influxdb', 'grafana', 'wardle', 'local-path'] as const satisfies readonly ComponentId[];

export type ExtraId = (typeof EXTRA_IDS)[number];

/** In the order in which they are done. */
export const STEPS: readonly Step[] = [
  step('preflight', 'Preflight', []),
  step('taints', 'Taints by architecture', []),
  step('metrics', 'Metrics', ['metrics-server', 'heapster'], 'one'),
  step('ingress', 'Ingress', ['traefik']),
  step('public', 'Public address', ['ngrok']),
  step('monitoring', 'Monitoring', ['prometheus-operator', 'prometheus']),
  step('sample-app', 'Sample app', ['sample-app']),
  step('custom-metrics', 'Custom metrics', ['custom-metrics-adapter']),
  step('autoscaler', 'Autoscaler', ['sample-autoscaler']),
  step('extras', 'Extras', EXTRA_IDS, 'any'),
];

function step(id: StepId, title: string, components: readonly ComponentId[], choose: Step['choose'] = 'all'): Step {
  return { id, title, components, choose };
}

const BY_ID: ReadonlyMap<ComponentId, Component> = new Map(COMPONENTS.map((component) => [component.id, component]));

export function componentOf(id: ComponentId): Component {
  const component = BY_ID.get(id);
  if (component === undefined) throw new Error(`the stack has no component ${id}`);
  return component;
}
