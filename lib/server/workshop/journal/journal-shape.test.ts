import { describe, expect, it } from 'vitest';
import { type Deed, type Journal, JournalError, journalText, type StepRecord } from '#lib/model/workshop/journal.ts';
import { parseJournal } from './journal-shape.ts';

const NOW = '2026-11-23T09:00:00.123Z';
const SERVICE = { apiVersion: 'v1', kind: 'Service', namespace: 'kube-system', name: 'metrics-server' };
const ROLE = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', namespace: null, name: 'system:a' };
const TAINT: Deed = {
  did: 'taint',
  node: 'pi-1',
  uid: 'n-1',
  taint: { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' },
};
const CHOICES: StepRecord['choices'] = {
  taints: { key: 'kubernetes.io/arch', effect: 'NoSchedule', architectures: ['arm64'] },
  metrics: 'metrics-server',
  kubeletInsecureTls: true,
  goPublic: false,
  extras: ['wardle'],
  registryPrefix: 'registry.classroom.example:5000/mirror',
};
const RECORD: StepRecord = {
  step: 'metrics',
  state: 'failed',
  startedAt: NOW,
  endedAt: NOW,
  message: 'Waited too long',
  waited: true,
  choices: CHOICES,
  deeds: [{ did: 'create', object: SERVICE, uid: null }, { did: 'change', object: ROLE, uid: 'r-1' }, TAINT],
};
const JOURNAL: Journal = {
  version: 1,
  steps: [RECORD],
  run: { does: 'apply', steps: ['metrics'], choices: CHOICES, by: 'ann@rack:42', startedAt: NOW },
};

function refusal(text: string | undefined): string {
  try {
    parseJournal(text);
  } catch (error) {
    if (error instanceof JournalError) return error.message;
    throw error;
  }
  return 'taken';
}

const deeds = (...all: unknown[]) => ({ steps: [{ ...RECORD, deeds: all }] });
const of = (object: object) => deeds({ did: 'create', object: { ...SERVICE, ...object }, uid: null });
const chosen = (choices: object) => ({ run: { ...JOURNAL.run, choices: { ...CHOICES, ...choices } } });

describe('the journal as it comes from the cluster', () => {
  it('is read back as it was written', () => {
    expect(parseJournal(journalText(JOURNAL))).toEqual(JOURNAL);
  });

  it.each<[what: string, more: object, where: string]>([
    ['another version', { version: 2 }, 'version'],
    ['what a later version adds', { lessons: [] }, 'lessons'],
    ['a step that there is not', { steps: [{ ...RECORD, step: 'x' }] }, 'steps.0.step'],
    ['a step twice', { steps: [RECORD, RECORD] }, 'a step twice'],
    ['a state that there is not', { steps: [{ ...RECORD, state: 'x' }] }, 'steps.0.state'],
    ['no time', { steps: [{ ...RECORD, startedAt: 'soon' }] }, 'steps.0.startedAt'],
    ['a deed that there is not', deeds({ did: 'x' }), 'steps.0.deeds.0'],
    ['a board that cannot be', deeds({ ...TAINT, node: '../pods/x' }), 'deeds.0.node'],
    ['a taint without a key', deeds({ ...TAINT, taint: { effect: 'NoSchedule' } }), 'deeds.0.taint'],
    ['a kind that no component has', of({ kind: 'Widget' }), 'a kind that no component has'],
    ['a name that leads elsewhere', of({ name: '..' }), 'object.name'],
    ['a path as a name', of({ name: 'a/b' }), 'object.name'],
    ['a path as a version', of({ apiVersion: '../v1' }), 'object.apiVersion'],
    ['a registry with a scheme', chosen({ registryPrefix: 'https://evil.example/' }), 'run.choices.registryPrefix'],
    ['a registry that ends an image’s name', chosen({ registryPrefix: 'evil.example/x@sha256:1' }), 'registryPrefix'],
    ['a choice that there is not', chosen({ metrics: 'x' }), 'run.choices.metrics'],
    ['an operator of two lines', { run: { ...JOURNAL.run, by: 'a\nb' } }, 'run.by'],
  ])('is not acted on where it holds %s', (_what, more, where) => {
    expect(refusal(JSON.stringify({ ...JOURNAL, ...more }))).toContain(where);
  });

  it.each([
    ['cut off', journalText(JOURNAL).slice(0, 40)],
    ['empty', ''],
    ['null', 'null'],
    ['of somebody else, with another key', undefined],
  ])('says what to do where it is %s', (_what, text) => {
    expect(refusal(text)).toMatch(/kubectl get -n bramble configmap bramble-workshop -o yaml.* and delete it/);
  });
});
