import { describe, expect, it } from 'vitest';
import { componentOf } from '#lib/stack/catalogue.ts';
import type { ComponentId } from '#lib/stack/component.ts';
import { presenceOf } from './presence.ts';
import type { Standing, StandingObject } from './standing.ts';
import { facts } from './testdata/facts.ts';

function standing(more: Partial<StandingObject>): StandingObject {
  const bare = { kind: 'StatefulSet', namespace: 'monitoring', name: 'x', servedBy: null } as const;
  return { ...bare, labels: {}, annotations: {}, images: [], ...more };
}

const IMAGE = 'quay.io/prometheus/prometheus:v3.5.0';
const OURS = { 'bramble.dev/step': 'monitoring', 'bramble.dev/component': 'prometheus' };

function found(id: ComponentId, objects: readonly StandingObject[], unread: Standing['unread'] = []) {
  return presenceOf(componentOf(id), facts({ standing: { objects, unread } }));
}

describe('presenceOf', () => {
  it.each<[string, ReturnType<typeof found>, ReturnType<typeof found>]>([
    ['nothing', found('prometheus', []), { state: 'absent' }],
    [
      'what an operator made of an object of ours',
      found('prometheus', [
        standing({ images: [IMAGE], labels: { ...OURS, 'app.kubernetes.io/managed-by': 'prometheus-operator' } }),
      ]),
      { state: 'ours', where: 'StatefulSet monitoring/x' },
    ],
    [
      'what an operator made of somebody else’s',
      found('prometheus', [
        standing({ images: [IMAGE], labels: { 'app.kubernetes.io/managed-by': 'prometheus-operator' } }),
      ]),
      { state: 'theirs', where: 'StatefulSet monitoring/x', by: 'prometheus-operator' },
    ],
    [
      'an image of ours that another component runs',
      found('prometheus', [
        standing({
          images: [IMAGE],
          labels: { 'bramble.dev/component': 'grafana', 'app.kubernetes.io/managed-by': 'bramble' },
        }),
      ]),
      { state: 'theirs', where: 'StatefulSet monitoring/x', by: 'bramble' },
    ],
    [
      'what may not be read',
      found('traefik', [], ['IngressClass']),
      { state: 'unknown', why: 'IngressClass may not be read, which would show it' },
    ],
  ])('of %s', (_what, presence, expected) => {
    expect(presence).toEqual(expected);
  });
});
