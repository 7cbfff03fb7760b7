import { describe, expect, it } from 'vitest';
import type { Check } from '#lib/rules/scheduling/explain.ts';
import type { PlacementFields } from '../../actions/cluster-action.ts';
import { waysOut } from './ways-out.ts';
import type { NodeVerdictView, WhyView } from './why-view.ts';

const PLACEMENT: PlacementFields = { tolerations: null, nodeSelector: null, affinity: null };
const OWNER = { kind: 'Deployment', namespace: 'default', name: 'web' } as const;

function why(part: Partial<WhyView> = {}): WhyView {
  return { namespace: 'default', name: 'web-1', owner: OWNER, refusal: null, placement: PLACEMENT, ...part } as WhyView;
}

function refusedBy(checks: readonly Check[], part: Partial<NodeVerdictView> = {}): NodeVerdictView {
  return { node: 'pi5', arch: 'arm64', verdict: 'refused', imageFails: false, checks, ...part } as NodeVerdictView;
}

const taints = (...of: readonly string[]): Check => ({
  kind: 'taints',
  passes: false,
  taints: of.map((taint) => ({ taint, effect: taint.slice(taint.lastIndexOf(':') + 1), tolerated: false, by: null })),
});
const CORDON: Check = { kind: 'cordon', passes: false, cordoned: true, tolerated: false };
const ROOM: Check = { kind: 'resources', passes: false, resources: [] };
const selector = (...of: readonly string[]): Check => ({
  kind: 'affinity',
  passes: false,
  selector: of.map((text) => ({ text, passes: false, actual: null })),
  terms: [],
});
const TERMS: Check = {
  kind: 'affinity',
  passes: false,
  selector: [],
  terms: [{ passes: false, expressions: [{ text: 'disk in (ssd)', passes: false, actual: null }] }],
};

/** `Tolerate lab=x (enough)`. */
const labels = (of: WhyView, node: NodeVerdictView) =>
  waysOut(of, node).map(({ label, enough }) => (enough ? `${label} (enough)` : label));

describe('the ways out', () => {
  it.each<[what: string, checks: Check[], labels: string[]]>([
    ['of a cordon', [CORDON], ['Uncordon pi5 (enough)']],
    [
      'of a taint: of the pod first, then of the node',
      [taints('lab=x:NoSchedule')],
      ['Tolerate lab=x (enough)', 'Remove lab=x from pi5 (enough)'],
    ],
    [
      'of two taints: one toleration more than one removal',
      [taints('a=1:NoSchedule', 'example.com/b:NoExecute')],
      ['Tolerate a=1 and b (enough)', 'Remove a=1 from pi5', 'Remove b from pi5'],
    ],
    [
      'of a taint that only prefers: none',
      [taints('a=1:NoSchedule', 'soft:PreferNoSchedule')],
      ['Tolerate a=1 (enough)', 'Remove a=1 from pi5 (enough)'],
    ],
    ['of a node that is down: none', [taints('node.kubernetes.io/not-ready:NoSchedule')], []],
    [
      'of a node that is down and tainted: none',
      [taints('a=1:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute')],
      [],
    ],
    ['of no room: none', [ROOM], []],
    [
      'of a taint where room is lacking too: not enough alone',
      [taints('a=1:NoSchedule'), ROOM],
      ['Tolerate a=1', 'Remove a=1 from pi5'],
    ],
  ])('%s', (_what, checks, expected) => {
    expect(labels(why(), refusedBy(checks))).toEqual(expected);
  });

  it.each<[what: string, why: Partial<WhyView>, node: Partial<NodeVerdictView>, labels: string[]]>([
    ['where the image would not run', {}, { imageFails: true }, ['Uncordon pi5']],
    ['where something keeps it from every node', { refusal: 'a gate' }, {}, ['Uncordon pi5']],
  ])('are not enough %s', (_what, of, node, expected) => {
    expect(labels(why(of), refusedBy([CORDON], node))).toEqual(expected);
  });

  it('leave a pod alone that has no template to change', () => {
    expect(labels(why({ placement: null }), refusedBy([taints('a=1:NoSchedule')]))).toEqual([
      'Remove a=1 from pi5 (enough)',
    ]);
    expect(labels(why({ placement: null }), refusedBy([selector('disk=ssd')]))).toEqual([]);
  });
});

describe('what they change', () => {
  it('adds the toleration to those there are', () => {
    const kept = { key: 'old', operator: 'Exists' };
    const placement = { ...PLACEMENT, tolerations: [kept] };
    const [way] = waysOut(why({ placement }), refusedBy([taints('a=1:NoSchedule', 'b:NoExecute')]));
    expect(way?.action).toEqual({
      action: 'place',
      workload: OWNER,
      placement: {
        ...placement,
        tolerations: [
          kept,
          { key: 'a', operator: 'Equal', value: '1', effect: 'NoSchedule' },
          { key: 'b', operator: 'Exists', effect: 'NoExecute' },
        ],
      },
    });
  });

  it('drops of a node selector what is wrong, and the selector with its last part', () => {
    const placement = { ...PLACEMENT, nodeSelector: { disk: 'ssd', os: 'linux' } };
    const [one] = waysOut(why({ placement }), refusedBy([selector('disk=ssd')]));
    expect(one).toMatchObject({
      label: 'Drop disk=ssd from the node selector',
      enough: true,
      action: { placement: { nodeSelector: { os: 'linux' } } },
    });
    const [both] = waysOut(why({ placement }), refusedBy([selector('disk=ssd', 'os=linux')]));
    expect(both?.action).toMatchObject({ placement: { nodeSelector: null } });
  });

  it('drops the required affinity and keeps what is preferred, and affinity to pods', () => {
    const required = { nodeSelectorTerms: [] };
    const preferred = [{ weight: 1, preference: {} }];
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: required,
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
    };
    const affinities: [affinity: PlacementFields['affinity'], left: unknown][] = [
      [{ nodeAffinity }, { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } }],
      [{ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } }, null],
      [
        { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required }, podAffinity: {} },
        { podAffinity: {} },
      ],
    ];
    for (const [affinity, left] of affinities) {
      const [way] = waysOut(why({ placement: { ...PLACEMENT, affinity } }), refusedBy([TERMS]));
      expect(way).toMatchObject({ label: 'Drop the required node affinity', enough: true });
      expect(way?.action).toMatchObject({ placement: { affinity: left } });
    }
  });
});
