import { describe, expect, it } from 'vitest';
import { apiVersionOf } from './group-version.ts';
import { builtInResource, builtInResources } from './resources.ts';
import { schemaFor } from './schema.ts';
import { SERVED } from './served.ts';

describe('served resources', () => {
  it('are all known to Kubernetes, with their subresources', () => {
    const listed = Object.entries(SERVED).flatMap(([apiVersion, resources]) =>
      Object.entries(resources).map(
        ([name, served]) => `${apiVersion} ${name} ${[...(served.subresources ?? [])].sort().join()}`,
      ),
    );
    const found = builtInResources().map(
      (type) =>
        `${apiVersionOf(type)} ${type.resource} ${type.subresources
          .map((sub) => sub.name)
          .sort()
          .join()}`,
    );
    expect(found.sort()).toEqual(listed.sort());
  });

  it('have a schema each, and their subresources too', () => {
    for (const type of builtInResources()) {
      expect(schemaFor(apiVersionOf(type), type.kind), type.kind).toBeDefined();
    }
  });

  it('describe pods as kubectl needs them', () => {
    expect(builtInResource('v1', 'pods')).toMatchObject({
      id: 'pods',
      kind: 'Pod',
      singular: 'pod',
      namespaced: true,
      shortNames: ['po'],
      categories: ['all'],
      preferred: true,
    });
    const eviction = builtInResource('v1', 'pods')?.subresources.find((sub) => sub.name === 'eviction');
    expect(eviction).toEqual({ name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] });
  });

  it('share one store for versions of the same objects', () => {
    const autoscalers = builtInResources().filter((type) => type.resource === 'horizontalpodautoscalers');
    expect(autoscalers.map((type) => [type.version, type.id, type.preferred, type.storedAs])).toEqual([
      ['v2', 'horizontalpodautoscalers.autoscaling', true, 'autoscaling/v2'],
      ['v1', 'horizontalpodautoscalers.autoscaling', false, 'autoscaling/v2'],
    ]);
    expect(builtInResource('events.k8s.io/v1', 'events')).toMatchObject({ id: 'events', storedAs: 'v1' });
  });
});
