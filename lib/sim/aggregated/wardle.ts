// The sample API server's group in both versions, as k8s.io/sample-apiserver serves it: its objects live in the store,
// as v1alpha1 has them (pkg/apis/wardle/v1alpha1/conversion.go).
import { fieldsOf, type KubeObject } from '../store/object.ts';
import type { AggregatedApi, AggregatedResource } from './aggregated-api.ts';

const GROUP = 'wardle.example.com';
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function resource(kind: string, version: string, namespaced: boolean): AggregatedResource {
  const singular = kind.toLowerCase();
  return {
    id: `${singular}s.${GROUP}`,
    group: GROUP,
    version,
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

const TEXT = { type: 'string' };

function flunder(properties: Readonly<Record<string, unknown>>) {
  return { type: 'object', properties: { spec: { type: 'object', properties }, status: { type: 'object' } } };
}

const FISCHER = {
  type: 'object',
  properties: { disallowedFlunders: { type: 'array', items: { type: 'string' } } },
};

/** The first is the one that is stored. */
export const WARDLE: readonly AggregatedApi[] = [
  {
    group: GROUP,
    version: 'v1alpha1',
    apiService: `v1alpha1.${GROUP}`,
    resources: () => [resource('Flunder', 'v1alpha1', true), resource('Fischer', 'v1alpha1', false)],
    schemas: { Flunder: flunder({ reference: TEXT, referenceType: TEXT }), Fischer: FISCHER },
  },
  {
    group: GROUP,
    version: 'v1beta1',
    apiService: `v1beta1.${GROUP}`,
    resources: () => [resource('Flunder', 'v1beta1', true)],
    schemas: { Flunder: flunder({ flunderReference: TEXT, fischerReference: TEXT, referenceType: TEXT }) },
    toStored: (object) => withSpec(object, storedSpec),
    fromStored: (object) => withSpec(object, betaSpec),
  },
];

interface BetaSpec {
  referenceType?: string;
  flunderReference?: string;
  fischerReference?: string;
}

interface AlphaSpec {
  referenceType?: string;
  reference?: string;
}

function storedSpec({ referenceType, flunderReference, fischerReference }: BetaSpec): AlphaSpec {
  const reference = referenceType === 'Fischer' ? fischerReference : flunderReference;
  if (referenceType !== 'Flunder' && referenceType !== 'Fischer') return {};
  return { referenceType, ...(reference === undefined ? {} : { reference }) };
}

function betaSpec({ referenceType, reference }: AlphaSpec): BetaSpec {
  if (referenceType !== 'Flunder' && referenceType !== 'Fischer') return {};
  if (reference === undefined) return { referenceType };
  return referenceType === 'Fischer'
    ? { referenceType, fischerReference: reference }
    : { referenceType, flunderReference: reference };
}

function withSpec<From, To>(object: KubeObject, convert: (spec: From) => To): KubeObject {
  const { spec } = fieldsOf(object);
  if (typeof spec !== 'object' || spec === null) return object;
  const converted = { ...object, spec: convert(spec as From) };
  return converted;
}
