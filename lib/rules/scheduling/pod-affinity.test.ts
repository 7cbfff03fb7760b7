import type { Affinity, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podAffinityFilter } from './pod-affinity.ts';
import { podAffinityScores } from './pod-affinity-score.ts';
import { nodeInfo, schedulingNode, schedulingPod } from './scheduling-input.ts';

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

function pod(app: string, affinity?: Affinity, namespace = 'default'): Pod {
  const metadata = { name: app, namespace, labels: { app } };
  return { metadata, spec: { containers: [], ...(affinity === undefined ? {} : { affinity }) } };
}

function node(name: string, zone: string, pods: readonly Pod[]) {
  const labels = { [HOST]: name, [ZONE]: zone };
  return nodeInfo(schedulingNode({ metadata: { name, labels } }), pods.map(schedulingPod));
}

function near(app: string, topologyKey: string, changes: Partial<PodAffinityTerm> = {}): PodAffinityTerm {
  return { topologyKey, labelSelector: { matchLabels: { app } }, ...changes };
}

const likes = (podAffinityTerm: PodAffinityTerm, weight = 5): Affinity => ({
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] },
});
const dislikes = (podAffinityTerm: PodAffinityTerm, weight = 5): Affinity => ({
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] },
});
const needs = (term: PodAffinityTerm): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
});

describe('podAffinityScores', () => {
  it.each<[string, Pod, Pod[][], number[] | null]>([
    ['nobody minds', pod('web'), [[pod('db')], [], []], null],
    ['it likes one on a host', pod('web', likes(near('db', HOST))), [[pod('db')], [], []], [100, 0, 0]],
    ['it likes one in a zone', pod('web', likes(near('db', ZONE))), [[pod('db')], [], []], [100, 100, 0]],
    ['it dislikes one', pod('web', dislikes(near('db', HOST))), [[pod('db')], [], []], [0, 100, 100]],
    ['another likes it', pod('web'), [[], [pod('db', likes(near('web', HOST)))], []], [0, 100, 0]],
    ['another dislikes it', pod('web'), [[], [pod('db', dislikes(near('web', HOST)))], []], [100, 0, 100]],
    ['another needs it', pod('web'), [[], [], [pod('db', needs(near('web', HOST)))]], [0, 0, 100]],
    ['it is of another namespace', pod('web', likes(near('db', HOST))), [[pod('db', undefined, 'x')], [], []], null],
  ])('where %s', (_what, incoming, [onA = [], onB = [], onC = []], expected) => {
    const nodes = [node('a', 'z1', onA), node('b', 'z1', onB), node('c', 'z2', onC)];
    expect(podAffinityScores(schedulingPod(incoming), nodes, nodes)).toEqual(expected);
  });
});

describe('a term with a namespaceSelector', () => {
  const labels: Readonly<Record<string, Record<string, string>>> = { prod: { stage: 'prod' }, test: { stage: 'test' } };
  it.each([
    ['finds pods of namespaces with the labels', { matchLabels: { stage: 'prod' } }, 'prod', null],
    ['and of no others', { matchLabels: { stage: 'prod' } }, 'test', "node(s) didn't match pod affinity rules"],
    ['finds all where it is empty', {}, 'test', null],
  ])('%s', (_what, namespaceSelector, namespace, expected) => {
    const incoming = schedulingPod(pod('web', needs(near('db', HOST, { namespaceSelector }))));
    const info = node('a', 'z1', [pod('db', undefined, namespace)]);
    expect(podAffinityFilter(incoming, [info], (name) => labels[name] ?? {})(info)).toBe(expected);
  });
});
