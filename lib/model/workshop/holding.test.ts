import { describe, expect, it } from 'vitest';
import { componentOf } from '#lib/stack/catalogue.ts';
import type { ComponentId, StepId } from '#lib/stack/component.ts';
import { board } from '../testdata/cluster.ts';
import { workload } from '../testdata/picture.ts';
import type { ComponentPlan } from './component-plan.ts';
import type { WorkshopFacts } from './facts.ts';
import type { GateState } from './gates.ts';
import { lackedBy, stepsNeeding } from './holding.ts';
import { known, notKnown } from './known.ts';
import type { StandingObject } from './standing.ts';
import { heldTo, type StepPlan, stepBase } from './step-plan.ts';
import { suggestedChoices } from './suggested-choices.ts';
import { facts } from './testdata/facts.ts';

function made(id: ComponentId): ComponentPlan {
  const { title } = componentOf(id);
  const none = { blocked: [], unsure: [], architectures: [], fits: [], objects: [] };
  return { id, title, chosen: true, state: 'done', words: '', presence: { state: 'ours', where: '' }, ...none };
}

/** By what a component shows. */
function trace(id: ComponentId): StandingObject[] {
  const base = { namespace: null, labels: {}, annotations: {}, images: [], servedBy: null };
  return componentOf(id).traces.flatMap((one): StandingObject[] => {
    if (one.kind === 'workload') return [{ ...base, ...one.workload }];
    if (one.kind === 'crd') return [{ ...base, kind: 'CustomResourceDefinition', name: one.name }];
    return one.kind === 'api-service' ? [{ ...base, kind: 'APIService', name: one.name }] : [];
  });
}

function standing(...ids: ComponentId[]): WorkshopFacts['standing'] {
  return { objects: ids.flatMap(trace), unread: [] };
}

const NEEDED = standing('sample-app', 'custom-metrics-adapter', 'prometheus-operator', 'prometheus');
const PROMETHEUS = componentOf('prometheus').gates.flatMap((gate) =>
  gate.kind === 'workload-ready' ? { ...workload('Deployment', gate.workload.name), ...gate.workload } : [],
);

describe('what was made', () => {
  it.each<[string, ComponentId, Partial<WorkshopFacts>, RegExp | null]>([
    ['holds with what it needs', 'sample-autoscaler', { standing: NEEDED }, null],
    [
      'lacks what was taken back',
      'sample-autoscaler',
      { standing: standing('custom-metrics-adapter') },
      /^.* is there, but .*, which it needs, is not\.$/,
    ],
    [
      'is not said to lack what may not be seen',
      'sample-autoscaler',
      { standing: { objects: [], unread: ['Deployment', 'APIService', 'CustomResourceDefinition', 'StatefulSet'] } },
      null,
    ],
    [
      'holds with its pods ready',
      'prometheus',
      {
        standing: NEEDED,
        workloads: known(PROMETHEUS.map((one) => ({ ...one, ready: 1, rollout: { state: 'complete' } as const }))),
      },
      null,
    ],
    [
      'does not without',
      'prometheus',
      { standing: NEEDED, workloads: known(PROMETHEUS) },
      /does not hold now.*0 of 1 ready/,
    ],
    ['may hold where pods are not known', 'prometheus', { standing: NEEDED, workloads: notKnown('no right') }, null],
  ])('%s', (_what, id, more, expected) => {
    const [first] = lackedBy([made(id)], facts({ nodes: known([board({ name: 'pi5' })]), ...more }), null);
    if (expected === null) expect(first).toBeUndefined();
    else expect(first).toMatch(expected);
  });

  it.each<[GateState['state'], StepPlan['state']]>([
    ['open', 'done'],
    ['waiting', 'unready'],
    ['long', 'unready'],
    ['unknown', 'done'],
  ])('is held to its gates: %s makes it %s', (state, expected) => {
    const step: StepPlan = {
      ...stepBase('autoscaler', facts()),
      state: 'done',
      words: '',
      components: [made('sample-autoscaler')],
    };
    const gate = { id: 'active', title: 'it scales', state, words: 'no figure', waitedSeconds: 1, patienceSeconds: 9 };
    const gates = new Map<ComponentId, GateState[]>([['sample-autoscaler', [{ ...gate, address: null, pod: null }]]]);
    expect(heldTo(step, gates).state).toBe(expected);
    expect(heldTo({ ...step, state: 'ready' }, gates).state).toBe('ready');
  });
});

describe('stepsNeeding', () => {
  const choices = { ...suggestedChoices(facts()), goPublic: true };
  const ALL: readonly StepId[] = ['ingress', 'public', 'monitoring', 'sample-app', 'custom-metrics', 'autoscaler'];

  it.each<[StepId[], readonly StepId[], StepId[]]>([
    [['sample-app'], ALL, ['custom-metrics', 'autoscaler']],
    [['monitoring'], ALL, ['sample-app', 'custom-metrics', 'autoscaler']],
    [['ingress'], ALL, ['public']],
    [['autoscaler'], ALL, []],
    [['sample-app', 'custom-metrics', 'autoscaler'], ALL, []],
    [['sample-app'], ['sample-app', 'autoscaler'], ['autoscaler']],
  ])('after %j is undone, with %j', (undone, kept, expected) => {
    expect(stepsNeeding(undone, kept, choices)).toEqual(expected);
  });

  it('leaves out what was not chosen', () => {
    expect(stepsNeeding(['ingress'], ALL, { ...choices, goPublic: false })).toEqual([]);
  });
});
