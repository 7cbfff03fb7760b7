import { describe, expect, it } from 'vitest';
import type { StepId } from '#lib/stack/component.ts';
import {
  type Deed,
  EMPTY_JOURNAL,
  JOURNAL_BYTES_MAX,
  type Journal,
  JournalError,
  journalText,
  type StepRecord,
  withDeed,
  withStep,
} from './journal.ts';

const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'demo', name: 'web' };
const MADE: Deed = { did: 'create', object: WEB, uid: 'u' };

function record(step: StepId, more: Partial<StepRecord> = {}): StepRecord {
  const choices = {
    taints: null,
    metrics: 'metrics-server',
    kubeletInsecureTls: false,
    goPublic: false,
    extras: [],
    registryPrefix: null,
  } as const;
  const state = 'applied' as const;
  return {
    step,
    state,
    startedAt: '2026-11-23T09:00:00Z',
    endedAt: null,
    message: null,
    choices,
    deeds: [MADE],
    ...more,
  };
}

function steps({ steps: all }: Journal) {
  return all.map(({ step, state, deeds }) => `${step} ${state} ${deeds.length}`);
}

describe('the journal', () => {
  it('keeps the order in which steps were begun, whatever becomes of them', () => {
    const both = withStep(withStep(EMPTY_JOURNAL, record('metrics')), record('ingress'));
    expect(steps(withStep(both, record('metrics', { state: 'failed' })))).toEqual([
      'metrics failed 1',
      'ingress applied 1',
    ]);
  });

  it('keeps nothing but the fact of what was undone, and its new place when it is begun again', () => {
    const both = withStep(withStep(EMPTY_JOURNAL, record('metrics')), record('ingress'));
    const undone = withStep(both, record('metrics', { state: 'undone' }));
    expect(steps(undone)).toEqual(['ingress applied 1', 'metrics undone 0']);
    expect(steps(withStep(undone, record('metrics')))).toEqual(['ingress applied 1', 'metrics applied 1']);
  });

  it('goes on to call made here what is only changed later, and somebody’s own what is applied twice', () => {
    const change: Deed = { did: 'change', object: { ...WEB, apiVersion: 'apps/v1beta1' }, uid: 'u' };
    expect(withDeed([MADE], change)).toEqual([{ ...change, did: 'create' }]);
    expect(withDeed([change], MADE)).toEqual([{ ...MADE, did: 'change' }]);
  });

  it('does not take for its own what somebody else made under the same name', () => {
    const theirs: Deed = { did: 'change', object: WEB, uid: 'of-ann' };
    expect(withDeed([MADE], theirs)).toEqual([theirs]);
    expect(withDeed([{ ...MADE, uid: null }], theirs)).toEqual([theirs]);
    expect(withDeed([theirs], MADE)).toEqual([MADE]);
    expect(withDeed([theirs], { ...MADE, uid: null })).toEqual([{ ...MADE, uid: null }]);
  });

  it('refuses to grow beyond its bound', () => {
    const deeds = Array.from({ length: JOURNAL_BYTES_MAX / 100 }, (_, index): Deed => {
      return { did: 'create', object: { ...WEB, name: `web-${index}` }, uid: null };
    });
    expect(() => journalText(withStep(EMPTY_JOURNAL, record('metrics', { deeds })))).toThrow(JournalError);
  });
});
