import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import type { ObjectDifference } from '#lib/model/workshop/difference.ts';
import type { StepPlan } from '#lib/model/workshop/step-plan.ts';
import type { TaintsPlan } from '#lib/model/workshop/taints.ts';
import { wrapped } from './layout.ts';
import { checkLines, stepLines } from './plan-lines.ts';

function difference(change: ObjectDifference['change'], more: Partial<ObjectDifference> = {}): ObjectDifference {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'traefik', name: 'traefik' };
  return { ref, summary: '', change, fields: [], fieldsLeftOut: 0, conflicts: [], words: '', by: 'dry-run', ...more };
}

function step(objects: readonly ObjectDifference[], more: Partial<StepPlan> = {}): StepPlan {
  const component: ComponentPlan = {
    id: 'traefik',
    title: 'Traefik',
    chosen: true,
    state: 'offered',
    words: '',
    blocked: [],
    unsure: [],
    presence: { state: 'absent' },
    architectures: [],
    fits: [],
    objects,
  };
  return {
    id: 'ingress',
    title: 'Ingress',
    state: 'ready',
    words: '1 to create',
    why: [],
    warnings: [],
    components: [component],
    taints: null,
    kubectl: [],
    token: null,
    record: null,
    ...more,
  };
}

function linesOf(plan: StepPlan): string[] {
  return stepLines(plan, { id: plan.id, title: plan.title, state: plan.state, words: plan.words, note: '' });
}

describe('lines of a step', () => {
  it.each<[ObjectDifference, string[]]>([
    [difference('create', { summary: '50m, 64Mi' }), ['  + Deployment traefik/traefik: 50m, 64Mi']],
    [difference('same'), ['  = Deployment traefik/traefik']],
    [
      difference('conflict', { words: 'helm sets .spec.replicas: it is not taken from them' }),
      ['  ! Deployment traefik/traefik', '      helm sets .spec.replicas: it is not taken from them'],
    ],
    [
      difference('change', { fields: [{ path: 'spec.replicas', before: '2', after: null }], fieldsLeftOut: 3 }),
      ['  ~ Deployment traefik/traefik', '      spec.replicas: 2 -> none', '      and 3 more fields'],
    ],
  ])('tell what becomes of an object (%#)', (object, expected) => {
    expect(linesOf(step([object]))).toEqual(['ingress        ready    1 to create', ...expected]);
  });

  it('say once why it cannot be done, and what to know', () => {
    const why = ['It needs Traefik first.', 'You may not create namespaces.'];
    const lines = linesOf(
      step([], { state: 'blocked', words: 'It needs Traefik first.', why, warnings: ['It is slow.'] }),
    );
    expect(lines).toEqual([
      'ingress        blocked  It needs Traefik first.',
      '  ! You may not create namespaces.',
      '  ? It is slow.',
    ]);
  });
});

describe('lines of the boards that are tainted', () => {
  it('name each pod that has to leave, and what would keep it', () => {
    const owner = { kind: 'Deployment', namespace: 'default', name: 'web' } as const;
    const placement = { kind: 'tolerate', label: 'Deployment web tolerates arm64' } as const;
    const action = { action: 'place', workload: owner, placement: {} } as never;
    const taints: TaintsPlan = {
      boards: [{ node: 'pi5', arch: 'arm64', state: 'add', words: 'gets a taint', action: null, kubectl: null }],
      pods: [
        {
          namespace: 'default',
          name: 'web-1',
          node: 'pi5',
          owner,
          fate: 'evicted',
          to: 'pi6',
          afterSeconds: 0,
          words: 'is evicted; its next one lands on pi6',
          fixes: [{ ...placement, action }],
        },
      ],
      warnings: [],
      blocked: null,
      kubectl: [],
    };
    expect(linesOf(step([], { taints })).slice(1)).toEqual([
      '  + pi5 (arm64) gets a taint',
      '  ! default/web-1 on pi5 is evicted; its next one lands on pi6',
      '      -> Deployment web tolerates arm64',
    ]);
  });
});

describe('lines of a check', () => {
  const found = {
    id: 'dns',
    title: 'Cluster DNS',
    words: '0 of 2 pods ready.',
    todo: 'Look at it.',
    kubectl: 'kubectl get pods',
  };

  it('show what to do where something is in the way', () => {
    expect(checkLines([{ ...found, id: 'dns', state: 'blocked' }])).toEqual([
      '  blocked  Cluster DNS: 0 of 2 pods ready.',
      '           -> Look at it.',
      '           $ kubectl get pods',
    ]);
  });
});

describe('a line that is too long', () => {
  it.each<[string, string, string[]]>([
    ['', '  ', ['  ']],
    ['short', '  + ', ['  + short']],
    [`${'word '.repeat(16)}end`, '  + ', [`  + ${'word '.repeat(15).trim()}`, '    word end']],
    ['x'.repeat(90), '', ['x'.repeat(90)]],
  ])('%s', (text, first, expected) => {
    expect(wrapped(text, first)).toEqual(expected);
  });
});
