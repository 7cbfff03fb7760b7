import { expect, it } from 'vitest';
import type { ComponentPlan } from './component-plan.ts';
import type { ObjectDifference } from './difference.ts';
import { stepTodo } from './step-todo.ts';

type Change = ObjectDifference['change'];

function component(state: ComponentPlan['state'], changes: readonly Change[]): ComponentPlan {
  const rest = { summary: '', fields: [], fieldsLeftOut: 0, conflicts: [], words: '', by: 'reading' as const };
  const objects = changes.map((change, index) => {
    return { ref: { apiVersion: 'v1', kind: 'Service', namespace: null, name: String(index) }, change, ...rest };
  });
  const known = { blocked: [], unsure: [], architectures: [], fits: [] };
  return {
    id: 'traefik',
    title: 'Traefik',
    chosen: true,
    state,
    words: '',
    presence: { state: 'absent' },
    ...known,
    objects,
  };
}

it.each<[string, Parameters<typeof stepTodo>[0]['state'], readonly ComponentPlan[], string]>([
  ['creates', 'ready', [component('offered', ['create', 'create'])], '+ 2 things'],
  ['only changes what is there', 'ready', [component('offered', ['same', 'change'])], '~ 2 things'],
  [
    'creates in one component, and changes in another',
    'ready',
    [component('offered', ['change']), component('offered', ['create'])],
    '+ 2 things',
  ],
  [
    'changes beside what cannot be made',
    'ready',
    [component('not-offered', ['create']), component('offered', ['change'])],
    '~ 2 things',
  ],
  ['nobody could read', 'ready', [component('offered', ['unknown', 'same'])], '? 2 things'],
  ['waits once more', 'unready', [component('done', ['same'])], '= all of it is there, and is waited for once more'],
  ['has become impossible', 'blocked', [component('not-offered', ['create'])], '! 2 things'],
])('a step that %s says so', (_what, state, components, expected) => {
  const { sign, words } = stepTodo({ state, components, taints: null, words: '2 things' });
  expect(`${sign} ${words}`).toBe(expected);
});
