import { describe, expect, it } from 'vitest';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import { nodeObject } from '../testdata/cluster.ts';
import type { StepRecord } from './journal.ts';
import type { WorkshopPlan } from './plan.ts';
import type { StepPlan } from './step-plan.ts';
import { suggestedChoices } from './suggested-choices.ts';
import type { TaintPod } from './taint-pods.ts';
import { facts } from './testdata/facts.ts';
import { planOf } from './testdata/made-up.ts';
import {
  confirmedOf,
  type Doing,
  type RunView,
  recordShown,
  type StepRow,
  stepRows,
  workshopRows,
} from './workshop-view.ts';

const NOW = '2026-11-23T09:00:42Z';
const SERVER = { gitVersion: 'v1.37.2', minor: 37, flavour: 'plain' } as const;
const BOARD = { apiVersion: 'v1', kind: 'Node', ...nodeObject(), metadata: { name: 'pi5' } };
const CHOICES = suggestedChoices(facts());
const plan = planOf({ now: NOW, server: SERVER, certificates: 'signed' }, [BOARD], () =>
  COMPONENTS.map((component) => ({ component, objects: [], grants: [] })),
);

function rows(of: WorkshopPlan, does: Doing['does'] | null = null) {
  return workshopRows({
    plan: of,
    nowMs: Date.parse(NOW),
    doing: does === null ? null : { does, step: 'ingress', rest: [], words: '', startedAt: NOW },
    heldBy: null,
    holderUnknown: null,
    choices: CHOICES,
    journal: { kept: true },
    fingerprintOf: JSON.stringify,
  });
}

function noted(state: StepRecord['state'], message: string | null = null): WorkshopPlan {
  const record = { state, startedAt: '2026-11-23T09:00:00Z', endedAt: null, message };
  return { ...plan, steps: plan.steps.map((step): StepPlan => (step.id === 'metrics' ? { ...step, record } : step)) };
}

describe('rows of the workshop', () => {
  it('has one for every check and step', () => {
    const keys = [...rows(plan).keys()];
    expect(keys.filter((key) => key.startsWith('check/'))).toHaveLength(plan.preflight.length);
    expect(keys.filter((key) => key.startsWith('step/'))).toHaveLength(plan.steps.length);
  });

  it.each<[StepRecord['state'], Partial<StepRow>]>([
    ['waiting', { state: 'running', words: 'waits until it is ready', note: '42s' }],
    ['failed', { state: 'failed', words: 'the API server went away', note: '' }],
    ['stopped', { state: 'stopped', note: 'stopped' }],
    ['undone', { state: 'ready', note: '' }],
    ['applied', { state: 'ready', note: 'to update' }],
  ])('says of a step that the journal calls %s', (state, expected) => {
    expect(rows(noted(state, 'the API server went away')).get('step/metrics')).toMatchObject(expected);
  });

  it('follows a run that is ahead of what was read of the cluster', () => {
    const stateOf = (of: WorkshopPlan, does: Doing['does'] | null) =>
      (rows(of, does).get('step/metrics') as StepRow).state;
    const applied = noted('applied');
    expect([stateOf(applied, 'apply'), stateOf(applied, null)]).toEqual(['done', 'ready']);
    const steps = noted('undone').steps.map((step) =>
      step.id === 'metrics' ? { ...step, state: 'done' as const } : step,
    );
    const undone = { ...plan, steps };
    expect([stateOf(undone, 'undo'), stateOf(undone, null)]).toEqual(['ready', 'done']);
  });

  it('says of a step that nobody is at that it was left, so that it can be gone on with', () => {
    const record = noted('applying').steps.find(({ id }) => id === 'metrics')?.record ?? null;
    const doing: Doing = { does: 'apply', step: 'metrics', rest: [], words: '', startedAt: NOW };
    expect(recordShown(record, 'metrics', doing)).toBe(record);
    expect(recordShown(record, 'metrics', null)).toMatchObject({ state: 'failed' });
    expect(recordShown(record, 'metrics', { ...doing, step: 'ingress' })).toMatchObject({ state: 'failed' });
    expect(recordShown(null, 'metrics', null)).toBeNull();
  });

  it('names what is left to run, and what can be taken back', () => {
    expect(rows(plan).get('run')).toMatchObject({
      rest: plan.steps.filter(({ state }) => state === 'ready').map(({ id }) => id),
      undoable: [],
    });
    expect(rows(noted('failed')).get('run')).toMatchObject({ undoable: ['metrics'] });
    expect((rows(noted('stopped')).get('run') as RunView).rest).toContain('metrics');
    expect(rows(noted('undone')).get('run')).toMatchObject({ undoable: [] });
  });

  it('says of the rest whether it wants ngrok’s token', () => {
    const withToken = (token: StepPlan['token'], state: StepPlan['state']): WorkshopPlan => ({
      ...plan,
      steps: plan.steps.map((step) => (step.id === 'public' ? { ...step, state, token } : step)),
    });
    const restToken = (of: WorkshopPlan) => (rows(of).get('run') as RunView).restToken;
    expect(restToken(plan)).toBeNull();
    expect(restToken(withToken('needed', 'ready'))).toBe('needed');
    expect(restToken(withToken('possible', 'ready'))).toBe('possible');
    expect(restToken(withToken('possible', 'done'))).toBeNull();
  });

  it('asks for another confirmation where something else would be done', () => {
    const fingerprint = (of: WorkshopPlan) => (rows(of).get('run') as RunView).restFingerprint;
    const without = { ...plan, steps: plan.steps.filter(({ id }) => id !== 'ingress') };
    expect(fingerprint({ ...plan })).toBe(fingerprint(plan));
    expect(fingerprint(without)).not.toBe(fingerprint(plan));
  });

  it('asks for another confirmation where somebody else’s pods have to leave, not where they are called otherwise', () => {
    const evicting = (owner: string, name: string) => {
      const pod = { namespace: 'default', name, node: 'pi5', to: 'pi6', afterSeconds: 0, words: '', fixes: [] };
      const ref = { kind: 'Deployment', namespace: 'default', name: owner } as const;
      const pods: TaintPod[] = [{ ...pod, owner: ref, fate: 'evicted' }];
      const taints = { boards: [], warnings: [], blocked: null, kubectl: ['kubectl taint'], pods };
      const confirmed = {
        ...plan,
        steps: plan.steps.map((step) => (step.id === 'taints' ? { ...step, taints } : step)),
      };
      return JSON.stringify(confirmedOf(confirmed, CHOICES, ['taints']));
    };
    expect(evicting('web', 'web-1')).toBe(evicting('web', 'web-2'));
    expect(evicting('web', 'web-1')).not.toBe(evicting('db', 'db-1'));
  });

  it('tells of a step its components one by one', () => {
    const metrics = plan.steps.find(({ id }) => id === 'metrics');
    const keys =
      metrics === undefined
        ? []
        : [...stepRows({ step: metrics, gates: new Map(), triedAt: null, fingerprint: '' }).keys()];
    expect(keys).toEqual(['step', 'component/metrics-server', 'component/heapster']);
  });
});
