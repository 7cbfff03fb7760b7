// Accepts CustomResourceDefinitions, registers their APIs, and empties a resource whose definition is deleted.
// Mirrors apiextensions-apiserver/pkg/controller/{status,establish,finalizer} and kube-aggregator's autoregister.
import { isDeepStrictEqual } from 'node:util';
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from 'kubernetes-types/apiextensions/v1';
import type { Controller, View, Write } from '../../controllers/controller.ts';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { DEFINITIONS, isEstablished, storageOf } from './custom-resources.ts';
import { AUTOMANAGED, localApiService } from './local-api-service.ts';

const APISERVICES = 'apiservices.apiregistration.k8s.io';
const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';
/** crdRegistrationController: a CRD's group stands behind all built-in ones. */
const PRIORITIES = { groupPriorityMinimum: 1000, versionPriority: 100 };

type Definition = Stored<CustomResourceDefinition>;

function definitionsIn(view: View): Definition[] {
  return view.list(DEFINITIONS) as unknown as Definition[];
}

export const definitionController: Controller = {
  name: 'crd-controller',
  fieldManager: 'kube-apiserver',

  *wakes({ resource, object, type }, view) {
    if (resource === DEFINITIONS) yield object.metadata.name;
    // An object that is gone may have been the last one its deleted definition waited for.
    else if (type === 'DELETED' && view.get(DEFINITIONS, undefined, resource) !== undefined) yield resource;
  },

  initialKeys: (view) => definitionsIn(view).map(({ metadata }) => metadata.name),

  reconcile(view, key) {
    const definition = view.get(DEFINITIONS, undefined, key) as Definition | undefined;
    if (definition === undefined) return { writes: withdrawn(view) };
    if (definition.metadata.deletionTimestamp !== undefined) return { writes: emptied(view, definition) };
    const accepted = withAccepted(view, definition);
    if (!isDeepStrictEqual(accepted.status, definition.status)) {
      return { writes: [{ op: 'updateStatus', resource: DEFINITIONS, object: accepted }] };
    }
    return { writes: isEstablished(definition) ? registered(view, definition) : [] };
  },
};

function withAccepted(view: View, definition: Definition): CustomResourceDefinition {
  const { names, versions } = definition.spec;
  const stored = versions.filter(({ storage }) => storage).map(({ name }) => name);
  const before = definition.status?.conditions ?? [];
  const accepted: CustomResourceDefinitionCondition[] = [
    { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
    {
      type: 'Established',
      status: 'True',
      reason: 'InitialNamesAccepted',
      message: 'the initial names have been accepted',
    },
  ];
  const lastTransitionTime = timestamp(view.nowMs);
  const conditions = accepted.map((one) => {
    const known = before.find(({ type, status }) => type === one.type && status === one.status);
    return known ?? { lastTransitionTime, ...one };
  });
  const others = before.filter(({ type }) => !conditions.some((one) => one.type === type));
  const { kind, listKind = `${kind}List`, singular = kind.toLowerCase() } = names;
  const storedVersions = [...new Set([...(definition.status?.storedVersions ?? []), ...stored])];
  const status = {
    ...definition.status,
    acceptedNames: { ...names, listKind, singular },
    conditions: [...conditions, ...others],
    storedVersions,
  };
  return { ...definition, status };
}

/** An APIService for each served version. */
function registered(view: View, definition: Definition): Write[] {
  const { group, versions } = definition.spec;
  return versions
    .filter(({ served, name }) => served && view.get(APISERVICES, undefined, `${name}.${group}`) === undefined)
    .map(({ name }) => {
      const api = { group, version: name, automanaged: 'true', ...PRIORITIES } as const;
      return { op: 'create', resource: APISERVICES, object: localApiService(api, view.nowMs) };
    });
}

/** APIServices that were made for definitions and belong to none any more. */
function withdrawn(view: View): Write[] {
  const wanted = new Set(
    definitionsIn(view).flatMap(({ spec }) => spec.versions.map(({ name }) => `${name}.${spec.group}`)),
  );
  return view
    .list(APISERVICES)
    .filter(({ metadata }) => metadata.labels?.[AUTOMANAGED] === 'true' && !wanted.has(metadata.name))
    .map(({ metadata }) => ({ op: 'delete', resource: APISERVICES, name: metadata.name }));
}

function emptied(view: View, definition: Definition): Write[] {
  const resource = storageOf(definition);
  const objects = view.list(resource);
  const going: Write[] = objects
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata: { name, namespace } }) => ({
      op: 'delete',
      resource,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    }));
  if (objects.length > 0) return going;
  const finalizers = (definition.metadata.finalizers ?? []).filter((name) => name !== CLEANUP);
  return [
    {
      op: 'update',
      resource: DEFINITIONS,
      object: { ...definition, metadata: { ...definition.metadata, finalizers } },
    },
  ];
}
