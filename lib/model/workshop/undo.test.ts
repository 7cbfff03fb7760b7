import { describe, expect, it } from 'vitest';
import { MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';
import type { VolumeRecord } from '../records/records.ts';
import { board } from '../testdata/cluster.ts';
import type { Deed, StepRecord } from './journal.ts';
import { type Known, known, notKnown } from './known.ts';
import { objectKey, refOf, uidOf } from './object-key.ts';
import { planUndo, type Resident, type Residents, type UndoInput } from './undo.ts';

const OURS = { [MANAGED_BY_LABEL]: MANAGED_BY };
const TAINT = { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' } as const;
const TAINTED: Deed = { did: 'taint', node: 'pi5', uid: 'uid-pi5', taint: TAINT };

function object(
  kind: string,
  name: string,
  labels: Record<string, string> = OURS,
  uid = `uid-${name}`,
): ManifestObject {
  const where = kind === 'Namespace' || kind === 'CustomResourceDefinition' ? {} : { namespace: 'demo' };
  const metadata = { name, ...where, labels, uid };
  return { apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1', kind, metadata };
}

function created(of: ManifestObject, uid: string | null = `uid-${of.metadata.name}`): Deed {
  return { did: 'create', object: refOf(of), uid };
}

function undo(deeds: readonly Deed[], now: readonly ManifestObject[], more: Partial<UndoInput> = {}) {
  const keys = deeds.flatMap((deed) => (deed.did === 'taint' ? [] : [objectKey(deed.object)]));
  const record = { step: 'metrics', state: 'applied', deeds } as const;
  const found = (key: string) => now.find((one) => objectKey(refOf(one)) === key) ?? null;
  const { deeds: done, left } = planUndo({
    record: { ...record, startedAt: '', endedAt: null, message: null, choices: CHOICES },
    objects: new Map(keys.map((key): [string, Known<ManifestObject | null>] => [key, known(found(key))])),
    nodes: known([board({ name: 'pi5', taints: [TAINT] })]),
    residentsOf: () => ({ found: [], unread: null }),
    volumes: known([]),
    goneBefore: new Set(),
    ofOtherSteps: new Set(),
    leaves: [],
    ...more,
  });
  return [...done.map(({ words }) => words), ...left.map(({ what, why }) => `leaves ${what}: ${why}`)];
}

const CHOICES: StepRecord['choices'] = {
  taints: null,
  metrics: 'metrics-server',
  kubeletInsecureTls: false,
  goPublic: false,
  extras: [],
  registryPrefix: null,
};
const SPACE = object('Namespace', 'demo');
const DEFINITION = object('CustomResourceDefinition', 'notes.example');
const NOTE = object('ConfigMap', 'note', {});
const CLAIM = object('PersistentVolumeClaim', 'data');

function resident(of: ManifestObject): Resident {
  return { object: refOf(of), uid: uidOf(of) };
}

function volume(persistentVolumeReclaimPolicy: string, uid = 'uid-data'): VolumeRecord {
  return {
    metadata: { name: 'pv' },
    spec: { persistentVolumeReclaimPolicy, claimRef: { namespace: 'demo', name: 'data', uid } },
  };
}
const WEB = object('Deployment', 'web');

describe('planUndo', () => {
  it('removes what was made, the last first', () => {
    expect(undo([created(SPACE), created(WEB)], [SPACE, WEB])).toEqual([
      'deletes Deployment demo/web',
      'deletes Namespace demo',
    ]);
  });

  it('has nothing to do about what is gone already', () => {
    expect(undo([created(WEB)], [])).toEqual([]);
  });

  it('removes what it was about to make when it was killed, if that is ours', () => {
    expect(undo([created(WEB, null)], [WEB])).toEqual(['deletes Deployment demo/web']);
  });

  it.each<[string, ManifestObject, string]>([
    [
      'made anew by somebody',
      object('Deployment', 'web', OURS, 'other'),
      'somebody deleted it and made another of that name',
    ],
    ['taken over', object('Deployment', 'web', { [MANAGED_BY_LABEL]: 'Helm' }), 'somebody took it over'],
  ])('leaves what was %s', (_what, now, why) => {
    const [line, ...more] = undo([created(WEB)], [now]);
    expect(more).toEqual([]);
    expect(line).toContain(`leaves Deployment demo/web: ${why}`);
  });

  it.each<[string, ManifestObject, Partial<Residents>, string]>([
    [
      'a namespace that holds what somebody else made',
      SPACE,
      { found: [resident(NOTE)] },
      'ConfigMap note in it was made by somebody else',
    ],
    [
      'a namespace that may not be looked into',
      SPACE,
      { unread: 'pods may not be listed' },
      'whether somebody else has something in it is not known (pods may not be listed)',
    ],
    [
      'a namespace with what was made anew under the name of what was made',
      SPACE,
      { found: [resident(object('Deployment', 'web', {}, 'other'))] },
      'Deployment web in it was made by somebody else',
    ],
    [
      'a definition that somebody else has objects of',
      DEFINITION,
      { found: [resident(NOTE)] },
      'ConfigMap demo/note of this kind was made by somebody else',
    ],
    [
      'a definition whose objects may not be read',
      DEFINITION,
      { unread: 'flunders may not be read' },
      'whether somebody else has objects of this kind is not known (flunders may not be read)',
    ],
  ])('leaves %s', (_what, holder, more, why) => {
    const residentsOf = () => ({ found: [], unread: null, ...more });
    const [line] = undo([created(holder)], [holder], { residentsOf });
    expect(line).toBe(`leaves ${holder.kind} ${holder.metadata.name}: ${why}`);
  });

  it('removes a namespace with what is removed with it and before it, and what was replaced keeps it', () => {
    const residentsOf = () => ({ found: [resident(WEB), resident(NOTE)], unread: null });
    const goneBefore = new Set([objectKey(refOf(NOTE))]);
    const deeds = [created(SPACE), created(WEB)];
    expect(undo(deeds, [SPACE, WEB], { residentsOf, goneBefore })).toEqual([
      'deletes Deployment demo/web',
      'deletes Namespace demo',
    ]);
    const replaced = object('Deployment', 'web', OURS, 'other');
    expect(undo(deeds, [SPACE, replaced], { residentsOf, goneBefore })).toEqual([
      'leaves Deployment demo/web: somebody deleted it and made another of that name',
      'leaves Namespace demo: Deployment web in it was made by somebody else',
    ]);
  });

  it('says which objects of steps that stay go with their definition', () => {
    const residentsOf = () => ({ found: [resident(NOTE)], unread: null });
    const ofOtherSteps = new Set([objectKey(refOf(NOTE))]);
    expect(undo([created(DEFINITION)], [DEFINITION], { residentsOf, ofOtherSteps })).toEqual([
      'deletes CustomResourceDefinition notes.example, and with it ConfigMap demo/note, which a step that stays made',
    ]);
  });

  it.each<[string, Known<readonly VolumeRecord[]>, string[]]>([
    [
      'goes with its volume',
      known([volume('Delete')]),
      ['deletes PersistentVolumeClaim demo/data with PersistentVolume pv and all data in it'],
    ],
    [
      'leaves its volume',
      known([volume('Retain')]),
      [
        'deletes PersistentVolumeClaim demo/data',
        'leaves PersistentVolume pv: its reclaim policy keeps it and its data: delete it by hand once nobody needs them',
      ],
    ],
    ['never had one', known([volume('Delete', 'another')]), ['deletes PersistentVolumeClaim demo/data']],
    [
      'has one that may not be seen',
      notKnown('persistentvolumes may not be read'),
      [
        'deletes PersistentVolumeClaim demo/data; whether its data goes with it is not known (persistentvolumes may not be read)',
      ],
    ],
  ])('says of a claim that it %s', (_what, volumes, expected) => {
    expect(undo([created(CLAIM)], [CLAIM], { volumes })).toEqual(expected);
  });

  it('waits for the volume of a claim that is gone, and for none that stays', () => {
    const gone = (policy: string) => undo([created(CLAIM)], [], { volumes: known([volume(policy)]) });
    expect(gone('Delete')).toEqual(['waits until PersistentVolume pv is gone, whose claim was deleted']);
    expect(gone('Retain')).toEqual([]);
  });

  it('takes back only from the object that it changed, which it never makes anew', () => {
    const theirs = object('ConfigMap', 'note', {});
    const residentsOf = () => ({ found: [], unread: null });
    const input = { residentsOf, volumes: known([]), goneBefore: new Set<string>(), ofOtherSteps: new Set<string>() };
    const deed: Deed = { did: 'change', object: refOf(theirs), uid: null };
    const record: StepRecord = {
      step: 'metrics',
      state: 'applied',
      deeds: [deed],
      startedAt: '',
      endedAt: null,
      message: null,
      choices: CHOICES,
    };
    const objects = new Map([[objectKey(refOf(theirs)), known(theirs)]]);
    const [release] = planUndo({ ...input, record, objects, nodes: known([]), leaves: [] }).deeds;
    expect(release?.kubectl).toContain('"uid":"uid-note"');
  });

  it('gives back only its own part of what somebody else had made', () => {
    const theirs = object('Namespace', 'demo', {});
    expect(undo([{ did: 'change', object: refOf(theirs), uid: 'uid-demo' }], [theirs])).toEqual([
      'takes back what was added to Namespace demo',
    ]);
  });

  it('leaves what cannot be read, and says so', () => {
    expect(undo([created(WEB)], [WEB], { objects: new Map() })).toEqual([
      'leaves Deployment demo/web: it could not be read (not asked for)',
    ]);
  });

  it.each<[string, Partial<UndoInput>, string[]]>([
    ['is as it was put there', {}, ['removes taint kubernetes.io/arch=arm64:NoSchedule of pi5']],
    ['is gone', { nodes: known([board({ name: 'pi5' })]) }, []],
    ['left with its board', { nodes: known([]) }, []],
    [
      'was changed since',
      { nodes: known([board({ name: 'pi5', taints: [{ ...TAINT, value: 'mine' }] })]) },
      [
        'leaves taint kubernetes.io/arch=arm64:NoSchedule of pi5: somebody changed it to kubernetes.io/arch=mine:NoSchedule',
      ],
    ],
  ])('of a taint that %s', (_what, more, expected) => {
    expect(undo([TAINTED], [], more)).toEqual(expected);
  });
});
