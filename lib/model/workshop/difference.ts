// What applying an object would do to what is there: created, changed, left as it is, or in the way of somebody else.
// A dry run's answer is the truth; before there is one, what was read is compared with what is wanted.
import { canonicalQuantity, QuantityError } from '#lib/rules/quantity.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { sameJson } from '../actions/same-json.ts';
import { listed } from '../what-if/listed.ts';
import { isFinishedJob, isMadeAnew } from './fixed-jobs.ts';
import type { Known } from './known.ts';
import { type ObjectRef, refOf } from './object-key.ts';
import { summaryOf } from './object-summary.ts';

export type DryRunAnswer =
  | { answer: 'object'; object: ManifestObject; warnings: readonly string[] }
  | { answer: 'conflict'; conflicts: readonly FieldConflict[] }
  | { answer: 'refused'; message: string };

export interface FieldConflict {
  /** Field manager: `kubectl-client-side-apply`, `helm`. */
  manager: string;
  /** `.spec.replicas`. */
  field: string;
}

export interface ObjectDifference {
  ref: ObjectRef;
  /** What the object does, in a line (summaryOf); '' where there is nothing to say. */
  summary: string;
  change: 'create' | 'change' | 'same' | 'conflict' | 'refused' | 'unknown';
  /** Of a change; at most FIELDS_MAX. */
  fields: readonly FieldChange[];
  fieldsLeftOut: number;
  conflicts: readonly FieldConflict[];
  /** Why it is refused or not known, or what the API server warned of; '' otherwise. */
  words: string;
  by: 'dry-run' | 'reading';
}

export interface FieldChange {
  /** `spec.template.spec.containers[app].image`. */
  path: string;
  /** As JSON; null where there is none. A Secret's are never told. */
  before: string | null;
  after: string | null;
}

export const CHANGE_SIGNS: Readonly<Record<ObjectDifference['change'], string>> = {
  create: '+',
  change: '~',
  same: '=',
  conflict: '!',
  refused: '!',
  unknown: '?',
};

const FIELDS_MAX = 50;
const VALUE_LENGTH_MAX = 200;
const HIDDEN = '(not shown)';
/** Written by the server, or by nobody's intent. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.uid',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.selfLink',
  'status',
]);

export interface DifferenceInput {
  wanted: ManifestObject;
  /** Undefined where it was not read yet. */
  before: Known<ManifestObject | null> | undefined;
  dryRun: DryRunAnswer | undefined;
  /** Its namespace or its kind comes with the same plan: until then a dry run can only be refused. */
  comesLater: boolean;
}

export function differenceOf({ wanted, before, dryRun, comesLater }: DifferenceInput): ObjectDifference {
  const made = (change: ObjectDifference['change'], more: Partial<ObjectDifference> = {}): ObjectDifference => ({
    ref: refOf(wanted),
    summary: summaryOf(wanted),
    change,
    fields: [],
    fieldsLeftOut: 0,
    conflicts: [],
    words: '',
    by: dryRun === undefined ? 'reading' : 'dry-run',
    ...more,
  });
  const found = before?.known === true ? before.value : null;
  if (isFinishedJob(found)) return made('same', { by: 'reading', words: 'it has done its work, and stays as it is' });
  if (dryRun?.answer === 'conflict') {
    return made('conflict', { conflicts: dryRun.conflicts, words: conflictText(dryRun.conflicts) });
  }
  if (dryRun?.answer === 'refused') {
    if (comesLater) return made('create', { by: 'reading', words: 'after what it belongs to is there' });
    if (isMadeAnew(found, dryRun.message))
      return made('change', { words: 'it is made anew: what a Job runs is fixed' });
    return made('refused', { words: dryRun.message });
  }
  if (before === undefined) return made('unknown', { words: 'not read yet' });
  if (!before.known) return made('unknown', { words: before.why });
  const words = dryRun === undefined ? '' : dryRun.warnings.join('; ');
  if (before.value === null) return made('create', { words });
  const changes =
    dryRun === undefined
      ? changesOf(before.value, wanted, 'wanted', '')
      : changesOf(before.value, dryRun.object, 'whole', '');
  const fields = changes.map((change) => (wanted.kind === 'Secret' ? hidden(change) : change));
  if (fields.length === 0) return made('same', { words });
  const told = fields.slice(0, FIELDS_MAX);
  return made('change', { fields: told, fieldsLeftOut: fields.length - told.length, words });
}

/** `Helm sets .spec.replicas`. */
function conflictText(conflicts: readonly FieldConflict[]): string {
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const texts = managers.map((manager) => {
    const fields = conflicts.filter((one) => one.manager === manager).map(({ field }) => field);
    return `${manager} sets ${listed(fields)}`;
  });
  return `${texts.join('; ')}: it is not taken from them`;
}

function hidden({ path, before, after }: FieldChange): FieldChange {
  const isPublic = path.startsWith('metadata.') || path === 'type';
  if (isPublic) return { path, before, after };
  return { path, before: before === null ? null : HIDDEN, after: after === null ? null : HIDDEN };
}

/** `wanted`: fields that are not wanted are somebody else's; `whole`: both are all that there is. */
function changesOf(before: unknown, after: unknown, how: 'wanted' | 'whole', path: string): FieldChange[] {
  if (BOOKKEEPING.has(path)) return [];
  if (isEmpty(before) && isEmpty(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const names = how === 'wanted' ? Object.keys(after) : [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => {
      // What is given in plain text is stored encoded, under another name.
      if (path === '' && name === 'stringData') return [];
      return changesOf(before[name], after[name], how, path === '' ? name : `${path}.${name}`);
    });
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, how, path);
  if (sameJson(before, after) || (isAmount(path) && sameAmount(before, after))) return [];
  return [{ path, before: textOf(before), after: textOf(after) }];
}

/** Items are the same by name, else by place. */
function listChanges(before: unknown[], after: unknown[], how: 'wanted' | 'whole', path: string): FieldChange[] {
  const isNamed = [...before, ...after].every((item) => nameOf(item) !== null);
  if (!isNamed) {
    if (before.length !== after.length) return [{ path, before: textOf(before), after: textOf(after) }];
    return after.flatMap((item: unknown, index) => changesOf(before[index], item, how, `${path}[${index}]`));
  }
  const names = [...new Set([...(how === 'whole' ? before : []), ...after].map(nameOf))];
  return names.flatMap((name) => {
    const of = (items: unknown[]) => items.find((item) => nameOf(item) === name);
    return changesOf(of(before), of(after), how, `${path}[${name}]`);
  });
}

function nameOf(item: unknown): string | null {
  return isRecord(item) && typeof item['name'] === 'string' ? item['name'] : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The API server does not keep what says nothing. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isAmount(path: string): boolean {
  return /\.(requests|limits|hard|capacity)\.[^.]+$/.test(path);
}

function sameAmount(a: unknown, b: unknown): boolean {
  const canonical = (value: unknown) => {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    try {
      return canonicalQuantity(value);
    } catch (error) {
      if (error instanceof QuantityError) return null;
      throw error;
    }
  };
  const one = canonical(a);
  return one !== null && one === canonical(b);
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length <= VALUE_LENGTH_MAX ? text : `${text.slice(0, VALUE_LENGTH_MAX)}…`;
}

/** Whether applying it writes something. */
export function isToApply({ change }: Pick<ObjectDifference, 'change'>): boolean {
  return change === 'create' || change === 'change' || change === 'unknown';
}

/** How many of each. */
export function changeCounts(
  objects: readonly Pick<ObjectDifference, 'change'>[],
): Record<ObjectDifference['change'], number> {
  const counts = { create: 0, change: 0, same: 0, conflict: 0, refused: 0, unknown: 0 };
  for (const { change } of objects) counts[change] += 1;
  return counts;
}
