import { describe, expect, it } from 'vitest';
import { SERIES_BYTES } from './series-ring.ts';
import { UsageRing } from './usage-ring.ts';

const HOUR = 3_600_000;
const START = 1_000 * HOUR;
const AXIS = { fromMs: START, toMs: START + 15_000, stepMs: 15_000 };
const value = (atMs = START, cpuMillicores = 1) => ({ atMs, spanMs: 15_000, cpuMillicores, memoryBytes: 1 });
const ringOf = (series: number) => new UsageRing(series * SERIES_BYTES);
const kept = (ring: UsageRing, pods: readonly string[]) => pods.filter((pod) => ring.pod(pod, AXIS) !== null);

describe('the ring of use', () => {
  it('says since when it knows anything', () => {
    const ring = ringOf(3);
    expect(ring.sinceMs).toBeNull();
    ring.recordNode('pi5', value(START + 5));
    ring.recordNode('pi6', value(START));
    expect(ring.sinceMs).toBe(START);
    ring.clear();
    expect([ring.sinceMs, ring.size.series]).toEqual([null, 0]);
  });

  it('takes pods while there is room, and those that are there stay', () => {
    const ring = ringOf(3);
    for (const pod of ['a/1', 'a/2', 'a/3', 'a/4']) ring.recordContainer(pod, 'app', value());
    expect(kept(ring, ['a/1', 'a/2', 'a/3', 'a/4'])).toEqual(['a/1', 'a/2', 'a/3']);
    expect(ring.size).toEqual({ series: 3, most: 3 });
  });

  it('lets pods go for nodes and namespaces, those first that nobody looked at for longest', () => {
    const ring = ringOf(3);
    for (const pod of ['a/1', 'a/2', 'a/3']) ring.recordContainer(pod, 'app', value());
    ring.watched('a/1', 2);
    ring.watched('a/3', 1);
    ring.recordNode('pi5', value());
    expect(kept(ring, ['a/1', 'a/2', 'a/3'])).toEqual(['a/1', 'a/3']);
    ring.recordNamespace('a', value());
    expect(kept(ring, ['a/1', 'a/2', 'a/3'])).toEqual(['a/1']);
    ring.recordNode('pi6', value());
    ring.recordNode('pi7', value());
    expect([...ring.nodes(AXIS).keys(), ...ring.namespaces(AXIS).keys()]).toEqual(['pi5', 'pi6', 'pi7']);
    ring.recordNode('pi8', value());
    expect([...ring.nodes(AXIS).keys()]).toEqual(['pi5', 'pi6', 'pi7']);
  });

  it('makes room for the pod that somebody looks at', () => {
    const ring = ringOf(1);
    ring.recordContainer('a/1', 'app', value());
    ring.watched('a/2', 5);
    ring.recordContainer('a/2', 'app', value());
    expect(kept(ring, ['a/1', 'a/2'])).toEqual(['a/2']);
  });

  it('frees pods that went more than an hour ago, and keeps nodes for a day', () => {
    const ring = ringOf(9);
    ring.recordContainer('a/1', 'app', value());
    ring.recordContainer('a/2', 'app', value(START + HOUR));
    ring.recordNode('pi5', value());
    ring.sweep(START + HOUR + 1);
    expect(ring.size.series).toBe(2);
    ring.sweep(START + 24 * HOUR + 1);
    expect(ring.size.series).toBe(0);
  });

  it('gives wide steps of what it keeps coarsely', () => {
    const ring = ringOf(1);
    for (let at = 0; at < 600_000; at += 15_000) ring.recordNode('pi5', value(START + at, at < 300_000 ? 10 : 30));
    const axis = { fromMs: START, toMs: START + 600_000, stepMs: 300_000 };
    expect(ring.node('pi5', axis)?.cpu).toEqual({ mean: [10, 30, null], max: [10, 30, null] });
  });
});
