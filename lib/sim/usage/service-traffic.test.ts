// What reaches pods, what they count of it, and what is measured: over pods that come and go, and loads that are set.
import { describe, expect, it } from 'vitest';
import { constantCurve } from './load-curve.ts';
import { ServiceTraffic } from './service-traffic.ts';

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => START_MS + seconds * 1_000;
const minuteUntil = (seconds: number): [number, number] => [at(seconds - 60), at(seconds)];

function trafficOf(...pods: string[]): ServiceTraffic {
  return new ServiceTraffic(START_MS, constantCurve(12), new Set(pods));
}

describe('requests to a service', () => {
  it('are shared by the pods that take them', () => {
    const traffic = trafficOf('a', 'b');
    traffic.setServing('c', true, at(30));
    expect([traffic.podRate('a', at(10)), traffic.podRate('c', at(10))]).toEqual([6, null]);
    expect([traffic.podRate('a', at(40)), traffic.podRate('c', at(40))]).toEqual([4, 4]);
  });

  it('are measured over the minute before: a change shows little by little', () => {
    const traffic = trafficOf('a');
    traffic.setCurve(constantCurve(72), at(100));
    expect(traffic.averageRate(...minuteUntil(100))).toBeCloseTo(12);
    expect(traffic.averageRate(...minuteUntil(115))).toBeCloseTo(12 + 60 / 4);
    expect(traffic.averageRate(...minuteUntil(160))).toBeCloseTo(72);
  });

  it('are nobody\u2019s while no pod takes any: that is no zero', () => {
    const traffic = trafficOf('a');
    traffic.setServing('a', false, at(100));
    expect(traffic.averageRate(...minuteUntil(130))).toBeCloseTo(6);
    expect(traffic.averagePodRate('a', ...minuteUntil(130))).toBeNull();
    expect(traffic.averageRate(...minuteUntil(170))).toBeNull();
  });

  it('are counted by each pod as long as it lives, however much of the past is forgotten', () => {
    const traffic = trafficOf('a', 'b');
    const since = traffic.counter('a', at(0));
    for (let round = 0; round < 100; round++) traffic.setServing('b', round % 2 === 1, at(100 * (round + 1)));
    // Half of it for 100 s, then all of it and half of it in turn.
    expect(traffic.counter('a', at(10_100)) - since).toBeCloseTo(6 * 100 + (12 * 100 + 6 * 100) * 50);
    traffic.drop('b', at(10_100));
    expect(traffic.counter('b', at(10_200))).toBe(0);
  });
});
