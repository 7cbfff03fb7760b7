// The sample API server's group, as k8s.io/sample-apiserver serves it: its objects live in the store.
import type { AggregatedApi, AggregatedResource } from './aggregated-api.ts';

const GROUP = 'wardle.example.com';
const VERSION = 'v1alpha1';
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function resource(kind: string, namespaced: boolean): AggregatedResource {
  const singular = kind.toLowerCase();
  return {
    id: `${singular}s.${GROUP}`,
    group: GROUP,
    version: VERSION,
    resource: `${singular}s`,
    singular,
    kind,
    namespaced,
    verbs: VERBS,
    shortNames: [],
    categories: [],
    subresources: [],
    preferred: true,
  };
}

const FLUNDER = {
  type: 'object',
  properties: {
    spec: { type: 'object', properties: { reference: { type: 'string' }, referenceType: { type: 'string' } } },
    status: { type: 'object' },
  },
};

const FISCHER = {
  type: 'object',
  properties: { disallowedFlunders: { type: 'array', items: { type: 'string' } } },
};

export const WARDLE: AggregatedApi = {
  group: GROUP,
  version: VERSION,
  apiService: `${VERSION}.${GROUP}`,
  resources: () => [resource('Flunder', true), resource('Fischer', false)],
  schemas: { Flunder: FLUNDER, Fischer: FISCHER },
};
