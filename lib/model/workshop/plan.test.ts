// Golden plans: `<case>.input.yaml` holds what is known of a cluster and what was chosen, then the cluster's objects;
// `<case>.output.yaml` the plan as a person reads it. UPDATE=1 writes the answers anew, to be read before they are kept.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, parseDocument, stringify } from 'yaml';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import type { ManifestObject, StackChoices } from '#lib/stack/component.ts';
import { filledIn } from '#lib/stack/fill-in.ts';
import { readManifests, STACK_DIRECTORY } from '#lib/stack/manifests.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { permissionsFor } from '#lib/stack/permissions.ts';
import type { PlannedPart } from './component-plan.ts';
import { planOf, type Question } from './testdata/made-up.ts';
import { planText } from './testdata/plan-text.ts';

const DIRECTORY = join(import.meta.dirname, 'testdata');
const INPUT = '.input.yaml';
const YAML_STYLE = { lineWidth: 0, aliasDuplicateObjects: false };
const MANIFESTS = new Map(
  COMPONENTS.map((component) => [
    component,
    readManifests(STACK_DIRECTORY, component).flatMap(({ objects }) => objects),
  ]),
);
const PLANS = new Map(
  readdirSync(DIRECTORY)
    .filter((file) => file.endsWith(INPUT))
    .sort()
    .map((file) => [file.slice(0, -INPUT.length), planOfFile(join(DIRECTORY, file))]),
);

/** As the product fills them in; no token is given. */
function stackParts(choices: StackChoices): PlannedPart[] {
  return Array.from(MANIFESTS, ([component, manifests]) => {
    const filled = filledIn(component, manifests, choices, { ngrokAuthtoken: null });
    const objects = [...namespacesFor(filled), ...filled];
    return { component, objects, grants: permissionsFor(objects) };
  });
}

function planOfFile(path: string) {
  const documents = parseAllDocuments(readFileSync(path, 'utf8')).map((one) => one.toJS() as unknown);
  const [question, ...objects] = documents as [Question, ...ManifestObject[]];
  return planOf(question, objects, stackParts);
}

describe('the plan of the workshop', () => {
  it.each([...PLANS])('for %s', (name, plan) => {
    const answer = stringify(planText(plan), YAML_STYLE);
    const path = join(DIRECTORY, `${name}.output.yaml`);
    if (process.env['UPDATE'] === '1') writeFileSync(path, answer);
    const expected = existsSync(path) ? readFileSync(path, 'utf8') : '';
    expect(parseDocument(answer).toJS()).toEqual(parseDocument(expected).toJS());
  });

  it.each([...PLANS])('offers nothing that cannot work, and says why not, for %s', (_name, plan) => {
    for (const { state, why, kubectl, components } of plan.steps) {
      if (state === 'blocked') expect([why.length > 0, kubectl]).toEqual([true, []]);
      for (const one of components) {
        if (one.state === 'offered') expect(one.fits.filter(({ placed }) => placed === 0)).toEqual([]);
        if (one.state === 'not-offered') expect(one.blocked).not.toEqual([]);
        if (one.state === 'theirs') expect(one.objects).toEqual([]);
      }
    }
  });

  it.each([...PLANS])('is the same when it is made again, for %s', (name, plan) => {
    expect(planText(planOfFile(join(DIRECTORY, name + INPUT)))).toEqual(planText(plan));
  });
});
