import type { HorizontalPodAutoscalerSpec, MetricSpec } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { firstMemory } from '#lib/rules/hpa/memory.ts';
import type { MetricValueItem, PodMetricsItem } from '#lib/rules/hpa/metric-answers.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { ChainFacts, MetricFacts } from './chain-facts.ts';
import { computeFormula } from './formula.ts';
import type { ObservedMemory } from './observed-memory.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const stamp = { at: at(0), latencyMs: 1 };
const about = { apiVersion: 'v1', kind: 'Service', name: 'web' };

function shared(type: 'AverageValue' | 'Value', amount: string, value: string | null, name = 'requests'): MetricFacts {
  const target = type === 'Value' ? { type, value: amount } : { type, averageValue: amount };
  const spec: MetricSpec = { type: 'Object', object: { metric: { name }, describedObject: about, target } };
  const items: MetricValueItem[] = value === null ? [] : [{ describedObject: about, timestamp: at(0), value }];
  const failure = {
    code: 404,
    answered: true,
    message: 'the server could not find the metric requests for services web',
  };
  const values =
    value === null
      ? ({ ...stamp, ok: false, failure } as const)
      : ({ ...stamp, ok: true, value: { kind: 'values', items } } as const);
  return { spec, group: 'custom.metrics.k8s.io', path: '/x', values, producer: null, collector: null };
}

/** `used` by pod in millicores; a pod that is not in it is not measured. */
function cpu(percent: number, used: Readonly<Record<string, number>>): MetricFacts {
  const target = { type: 'Utilization', averageUtilization: percent };
  const items: PodMetricsItem[] = Object.entries(used).map(([name, milli]) => {
    return {
      metadata: { name },
      timestamp: at(0),
      window: '30s',
      containers: [{ name: 'main', usage: { cpu: `${milli}m` } }],
    };
  });
  const values = { ...stamp, ok: true, value: { kind: 'pod-metrics', items } } as const;
  const spec: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target } };
  return { spec, group: 'metrics.k8s.io', path: '/x', values, producer: null, collector: null };
}

function pod(name: string): Pod {
  return {
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'main', resources: { requests: { cpu: '100m' } } }] },
    status: {
      phase: 'Running',
      startTime: at(-60),
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(-59) }],
    },
  };
}

interface Given {
  replicas: number;
  metrics: MetricFacts[];
  spec?: Partial<HorizontalPodAutoscalerSpec>;
  desired?: number;
  able?: string;
  memory?: ObservedMemory;
}

function formula({ replicas, metrics, spec = {}, desired, able = 'ReadyForNewScale', memory }: Given) {
  const scale = {
    resource: 'deployments.apps',
    path: '/scale',
    specReplicas: replicas,
    statusReplicas: replicas,
    selector: 'app=web',
  };
  const pods = Array.from({ length: replicas }, (_, i) => pod(`web-${i}`));
  const facts: ChainFacts = {
    scale: { ...stamp, ok: true, value: scale },
    pods: { ...stamp, ok: true, value: pods },
    apis: [],
    metrics,
    usage: { title: '', state: { state: 'live' }, measuredNodes: 0, nodes: 0 },
    hasPrometheus: false,
  };
  const autoscaler: AutoscalerRecord = {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      minReplicas: 2,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: metrics.map((one) => one.spec),
      ...spec,
    },
    status: {
      currentReplicas: replicas,
      desiredReplicas: desired ?? replicas,
      currentMetrics: [],
      conditions: [{ type: 'AbleToScale', status: 'True', reason: able }],
    },
  };
  const known = memory ?? remembered(replicas, -10);
  const { view } = computeFormula({ autoscaler, facts, memory: known, nowMs: NOW });
  const lines = view.lines.map((line) => `${line.won ? '' : 'not '}${line.terms.map(({ text }) => text).join('')}`);
  const steps = view.steps.map(
    ({ kind, from, to, until }) => `${kind} ${from} to ${to}${until === null ? '' : ` until ${until.slice(11, 16)}`}`,
  );
  return { view, lines, steps };
}

function remembered(replicas: number, minutes: number): ObservedMemory {
  const sinceMs = NOW + minutes * 60_000;
  return { memory: firstMemory(replicas, sinceMs), sinceMs, recordedMs: sinceMs, replicas, lastScaleTime: null };
}

const behavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
  },
  scaleDown: {
    stabilizationWindowSeconds: 120,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

describe('the formula with its numbers', () => {
  it.each<[what: string, given: Given, ours: number, lines: string[], steps: string[]]>([
    [
      'shares a total',
      { replicas: 4, metrics: [shared('AverageValue', '100', '501')] },
      6,
      ['ceil(501 / 100 target) = 6'],
      [],
    ],
    [
      'multiplies by what is ready, up to the maximum',
      { replicas: 8, metrics: [shared('Value', '100', '501')] },
      10,
      ['ceil(8 ready × 501 / 100 target) = 41'],
      ['cap 41 to 10'],
    ],
    [
      'takes use by requests in whole percent',
      { replicas: 2, metrics: [cpu(50, { 'web-0': 90, 'web-1': 60 })] },
      3,
      ['ceil(2 ready × 75% / 50% target) = 3'],
      [],
    ],
    [
      'fills in pods that are not measured',
      { replicas: 3, metrics: [cpu(50, { 'web-0': 90, 'web-1': 90 })] },
      4,
      ['ceil(3 pods × 1.2) = 4'],
      [],
    ],
    [
      'leaves alone what is near the target',
      { replicas: 5, metrics: [shared('AverageValue', '100', '530')] },
      5,
      ['ceil(530 / 100 target) = 6'],
      ['tolerance 6 to 5'],
    ],
    [
      'lets the largest of several win',
      { replicas: 4, metrics: [shared('AverageValue', '100', '501'), shared('AverageValue', '50', '351', 'queue')] },
      8,
      ['not ceil(501 / 100 target) = 6', 'ceil(351 / 50 target) = 8'],
      [],
    ],
    [
      'holds on for the stabilisation window',
      { replicas: 8, metrics: [shared('AverageValue', '100', '333')], memory: remembered(8, -2) },
      8,
      ['ceil(333 / 100 target) = 4'],
      ['stabilisation 4 to 8 until 12:03'],
    ],
    [
      'goes no lower than the minimum',
      { replicas: 4, metrics: [shared('AverageValue', '100', '3')] },
      2,
      ['ceil(3 / 100 target) = 1'],
      ['floor 1 to 2'],
    ],
    [
      'goes no faster than twice at once',
      { replicas: 3, metrics: [shared('AverageValue', '100', '900')] },
      6,
      ['ceil(900 / 100 target) = 9'],
      ['policy 9 to 6'],
    ],
    [
      'goes as fast as its policies allow',
      { replicas: 3, metrics: [shared('AverageValue', '100', '900')], spec: { behavior } },
      4,
      ['ceil(900 / 100 target) = 9'],
      ['policy 9 to 4'],
    ],
    [
      'stands still at zero',
      { replicas: 0, metrics: [shared('AverageValue', '100', '900')] },
      0,
      [],
      ['paused 0 to 0'],
    ],
    [
      'comes down to a lower maximum first',
      { replicas: 12, metrics: [shared('AverageValue', '100', '900')] },
      10,
      [],
      ['cap 12 to 10'],
    ],
  ])('%s', (_, given, ours, lines, steps) => {
    const found = formula({ ...given, desired: ours });
    expect(found.view).toMatchObject({ ours, whyNot: null, controllers: ours, difference: null });
    expect(found.lines).toEqual(lines);
    expect(found.steps).toEqual(steps);
  });

  it('says why there is none, and still shows the controller’s', () => {
    const { view } = formula({ replicas: 4, metrics: [shared('AverageValue', '100', null)] });
    expect(view).toMatchObject({ ours: null, whyNot: 'nobody measures requests for services web', controllers: 4 });
  });

  it('goes on with the metrics that there are where they ask for more', () => {
    const { view, lines } = formula({
      replicas: 4,
      desired: 6,
      metrics: [shared('AverageValue', '100', null), shared('AverageValue', '100', '501', 'queue')],
    });
    expect(view).toMatchObject({ ours: 6, difference: null });
    expect(lines).toEqual(['not requests of Service web: not known', 'ceil(501 / 100 target) = 6']);
  });

  it('believes the controller where that remembers what nobody saw here, and says until when at most', () => {
    const memory = remembered(2, -1);
    const { view, steps } = formula({
      replicas: 8,
      metrics: [shared('AverageValue', '100', '333')],
      able: 'ScaleDownStabilized',
      memory,
    });
    expect(view).toMatchObject({ ours: 4, controllers: 8 });
    expect(view.difference).toContain('remembers higher recommendations of the last 5 min');
    expect(steps).toEqual(['stabilisation 4 to 8 until 12:04']);
  });

  it('knows no end of what the controller saw between two looks', () => {
    const { view, steps } = formula({
      replicas: 8,
      metrics: [shared('AverageValue', '100', '333')],
      able: 'ScaleDownStabilized',
      memory: remembered(2, -10),
    });
    expect(view.difference).toMatch(/higher recommendations of the last 5 min, made between two looks from here$/);
    expect(steps).toEqual(['stabilisation 4 to 8']);
  });

  it('says that the controller looks at its own pace', () => {
    const { view } = formula({ replicas: 4, desired: 4, metrics: [shared('AverageValue', '100', '501')] });
    expect(view).toMatchObject({ ours: 6, controllers: 4 });
    expect(view.difference).toMatch(/^by the figures read just now it would be 6/);
  });

  it('can say of every figure what it is', () => {
    const { view } = formula({ replicas: 3, metrics: [cpu(50, { 'web-0': 90, 'web-1': 90 })] });
    const figures = view.lines.flatMap(({ terms }) => terms).filter(({ text }) => /\d/.test(text));
    // The result is the sum of what was said.
    expect(figures.slice(0, -1).every(({ meaning }) => meaning !== null)).toBe(true);
    expect(figures[0]?.meaning).toBe(
      '2 pods measured; 1 without a metric, taken to use nothing, so that nobody scales up blindly',
    );
  });
});
