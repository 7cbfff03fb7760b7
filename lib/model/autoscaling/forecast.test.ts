// What an autoscaler would come to with other settings, by what it measured last.
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import { forecastOf } from './forecast.ts';

const about = { kind: 'Service', name: 'app' };
const metric = { name: 'http_requests' };

interface Case {
  spec: MetricSpec;
  status: MetricStatus;
}

const requests = (averageValue: string, is: string): Case => ({
  spec: { type: 'Object', object: { describedObject: about, metric, target: { type: 'AverageValue', averageValue } } },
  status: { type: 'Object', object: { describedObject: about, metric, current: { averageValue: is } } },
});
const total = (value: string, is: string): Case => ({
  spec: { type: 'Object', object: { describedObject: about, metric, target: { type: 'Value', value } } },
  status: { type: 'Object', object: { describedObject: about, metric, current: { value: is } } },
});
const cpu = (averageUtilization: number, is: number | undefined): Case => ({
  spec: { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
  status: {
    type: 'Resource',
    resource: { name: 'cpu', current: is === undefined ? {} : { averageUtilization: is } },
  },
});

function of(cases: readonly Case[], { current = 8, min = 2, max = 10 } = {}): HorizontalPodAutoscaler {
  return {
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'app' },
      minReplicas: min,
      maxReplicas: max,
      metrics: cases.map(({ spec }) => spec),
    },
    status: {
      currentReplicas: current,
      desiredReplicas: current,
      conditions: [],
      currentMetrics: cases.map(({ status }) => status),
    },
  };
}

describe('a forecast', () => {
  it.each([
    // 62625m for each of eight are 501 in all.
    [
      [requests('100', '62625m')],
      {},
      6,
      'at the current 501 requests per second and 100 for each replica this would be 6',
    ],
    [[requests('10', '62625m')], {}, 10, /this would be 51, which its maximum makes 10$/],
    [[requests('1000', '62625m')], {}, 2, /this would be 1, which its minimum makes 2$/],
    [[requests('60', '62625m')], {}, 8, /this would be 8$/],
    [
      [total('100', '501')],
      { current: 2, max: 50 },
      11,
      'at the current 501 requests per second and 100 this would be 11',
    ],
    [[cpu(50, 100)], { current: 3 }, 6, 'at the current 100% and 50% this would be 6'],
    [[cpu(50, 52)], { current: 3 }, 3, /this would be 3$/],
    [[cpu(50, 100), requests('100', '100')], { current: 3 }, 6, /^at the current 100% and 50%/],
    [
      [cpu(50, undefined), requests('100', '200')],
      { current: 3 },
      6,
      /this would be 6; 1 of its metrics has no value now$/,
    ],
    [[cpu(50, undefined)], {}, null, /not known: its metric has no value/],
    [[cpu(50, 100)], { current: 0 }, null, /no pods/],
  ])('case %#', (cases, bounds, replicas, words) => {
    const forecast = forecastOf(of(cases, bounds));
    expect(forecast.replicas).toBe(replicas);
    expect(forecast.words).toMatch(words);
  });
});
