// Golden cases: what a controller writes for one key of a given cluster. `<case>.input.yaml` holds the question and
// the objects, `<case>.output.yaml` the answer; UPDATE=1 writes the answers anew, to be read before they are kept.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, parseDocument, stringify } from 'yaml';
import { SimulatedClock } from '../../clock.ts';
import { Random } from '../../random.ts';
import type { KubeObject, ResourceId } from '../../store/object.ts';
import { Store } from '../../store/store.ts';
import type { Controller } from '../controller.ts';
import { StoreView } from '../store-view.ts';

const YAML_STYLE = { lineWidth: 0, aliasDuplicateObjects: false };
const INPUT = '.input.yaml';

interface Question {
  controller: string;
  key: string;
  /** RFC 3339 */
  now: string;
}

type Held = KubeObject & { resource: ResourceId };

export function goldenCases(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(INPUT))
    .map((name) => name.slice(0, -INPUT.length))
    .sort();
}

/** The answer as YAML, and the one on file. A missing uid is `<kind>-<name>`, a missing creation time an hour ago. */
export function goldenAnswer(directory: string, name: string, controllers: readonly Controller[]) {
  const documents = parseAllDocuments(readFileSync(join(directory, name + INPUT), 'utf8'));
  const [question, ...objects] = documents.map((document) => document.toJS() as unknown) as [Question, ...Held[]];
  const controller = controllers.find((known) => known.name === question.controller);
  if (controller === undefined) throw new Error(`${name}: there is no controller ${question.controller}`);
  const nowMs = Date.parse(question.now);
  const store = new Store();
  for (const { resource, ...object } of objects) {
    const uid = `${object.kind?.toLowerCase()}-${object.metadata?.name}`;
    const creationTimestamp = new Date(nowMs - 3_600_000).toISOString().replace('.000', '');
    store.put(resource, { ...object, metadata: { uid, creationTimestamp, ...object.metadata } });
  }
  const clock = new SimulatedClock({ kind: 'paused' }, nowMs);
  const outcome = controller.reconcile(new StoreView(store, clock, new Random(1)), question.key);
  clock.close();
  const answer = stringify(JSON.parse(JSON.stringify(outcome, shortened)), YAML_STYLE);
  const path = join(directory, `${name}.output.yaml`);
  if (process.env['UPDATE'] === '1') writeFileSync(path, answer);
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return { answer: parseDocument(answer).toJS(), expected: parseDocument(expected).toJS() };
}

/** What an event is about is told by kind and name: the whole object says nothing more. */
function shortened(field: string, value: unknown): unknown {
  if (field !== 'about') return value;
  const { kind, metadata } = value as KubeObject;
  return `${kind} ${metadata?.name}`;
}
