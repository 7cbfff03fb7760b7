import { describe, expect, it } from 'vitest';
import type { RunView, StepRow } from '#lib/model/workshop/workshop-view.ts';
import { STEP_IDS, type StepId } from '#lib/stack/component.ts';
import { currentStep, workshopOf } from './workshop-rows.ts';

const RUN: RunView = {
  doing: null,
  heldBy: null,
  holderUnknown: null,
  choices: {
    taints: null,
    metrics: 'metrics-server',
    kubeletInsecureTls: false,
    goPublic: false,
    extras: [],
    registryPrefix: null,
  },
  rest: [],
  restLines: [],
  restFingerprint: '',
  restToken: null,
  undoable: [],
  images: [],
  journal: { kept: true },
};

/** All are done but those that are named. */
function steps(states: Partial<Record<StepId, StepRow['state']>>): StepRow[] {
  return STEP_IDS.map((id) => ({ id, title: id, state: states[id] ?? 'done', words: '', note: '' }));
}

describe('where the workshop begins', () => {
  it.each([
    ['what comes next', { taints: 'ready', metrics: 'ready' }, null, 'taints'],
    ['what failed, before what comes next', { taints: 'ready', metrics: 'failed' }, null, 'metrics'],
    ['what is under way, before all else', { taints: 'failed', metrics: 'ready' }, 'ingress', 'ingress'],
    ['preflight, where it is in the way', { preflight: 'blocked', taints: 'ready' }, null, 'preflight'],
    ['the finale, where all is done', { extras: 'skipped' }, null, 'autoscaler'],
    ['preflight, where nothing can be done', { autoscaler: 'blocked', extras: 'blocked' }, null, 'preflight'],
  ] as const)('%s', (_words, states, under, expected) => {
    const doing =
      under === null
        ? null
        : { does: 'apply' as const, step: under, rest: [], words: '', startedAt: '2026-11-23T09:00:00Z' };
    expect(currentStep({ run: { ...RUN, doing }, steps: steps(states), checks: [] })).toBe(expected);
  });
});

describe('rows of the workshop', () => {
  it('are nothing before a plan was made', () => {
    expect(workshopOf({})).toBeNull();
  });

  it('are read back in the order of the steps, however they come', () => {
    const rows = Object.fromEntries([...steps({})].reverse().map((step) => [`step/${step.id}`, step]));
    expect(workshopOf({ ...rows, run: RUN })?.steps.map(({ id }) => id)).toEqual(STEP_IDS);
  });
});
