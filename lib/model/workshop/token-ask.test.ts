import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from './component-plan.ts';
import type { ObjectDifference } from './difference.ts';
import type { StepPlan } from './step-plan.ts';
import { stepBase } from './step-plan.ts';
import { facts } from './testdata/facts.ts';
import { type TokenAsk, tokenAsk, tokenAskOf } from './token-ask.ts';

function object(kind: string): ObjectDifference {
  const ref = { apiVersion: 'v1', kind, namespace: 'ngrok', name: 'ngrok' };
  return { ref, change: 'create', by: 'reading', words: '', summary: '', fields: [], fieldsLeftOut: 0, conflicts: [] };
}

const SECRET = object('Secret');
const SERVICE = object('Service');

function agent(more: Partial<ComponentPlan>): ComponentPlan {
  return {
    id: 'ngrok',
    title: 'ngrok agent',
    chosen: true,
    state: 'offered',
    words: '',
    blocked: [],
    unsure: [],
    presence: { state: 'absent' },
    architectures: [],
    fits: [],
    objects: [SERVICE],
    ...more,
  };
}

describe('ngrok’s token', () => {
  it.each<[string, Partial<ComponentPlan>, TokenAsk | null]>([
    ['cannot be left out before the cluster has one', { objects: [SECRET, SERVICE] }, 'needed'],
    ['can where the cluster has one', {}, 'possible'],
    ['can be another where all else is there', { state: 'done' }, 'possible'],
    [
      'is asked for again where its Secret is gone',
      { presence: { state: 'ours', where: '' }, objects: [SECRET] },
      'needed',
    ],
    ['is not asked for where the agent is not chosen', { chosen: false, state: 'not-chosen' }, null],
    ['is not asked for where it is somebody else’s', { state: 'theirs', objects: [] }, null],
    ['is not asked for where it cannot be put up', { state: 'not-offered', objects: [SECRET] }, null],
    ['is not asked for by another component', { id: 'traefik', objects: [SECRET] }, null],
  ])('%s', (_what, more, expected) => {
    expect(tokenAsk([agent(more)])).toBe(expected);
  });

  it('is asked for once of several steps, where the one with the agent is among them', () => {
    const steps: StepPlan[] = (['ingress', 'public'] as const).map((id) => ({
      ...stepBase(id, facts()),
      state: 'ready',
      words: '',
      token: id === 'public' ? 'needed' : null,
    }));
    expect(tokenAskOf({ steps }, ['ingress', 'public'])).toBe('needed');
    expect(tokenAskOf({ steps }, ['ingress'])).toBeNull();
    expect(tokenAskOf({ steps }, [])).toBeNull();
  });
});
