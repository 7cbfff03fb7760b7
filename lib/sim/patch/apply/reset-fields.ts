// Which fields a write through an endpoint cannot change, and so nobody comes to own through it.
// Mirrors GetResetFields in pkg/registry/<group>/<resource>/strategy.go and
// apiextensions-apiserver, pkg/registry/customresource/{strategy,status_strategy}.go.
import { EMPTY_SET, type FieldSet, setOf } from './field-set.ts';
import { fieldElement } from './path-element.ts';

const path = (...names: string[]) => names.map(fieldElement);
const STATUS = setOf(path('status'));
const SPEC = setOf(path('spec'));
const SPEC_AND_METADATA = setOf(path('spec'), path('metadata'));

const OF_STATUS: Readonly<Record<string, FieldSet>> = {
  Deployment: setOf(path('spec'), path('metadata', 'labels')),
  Pod: setOf(path('spec'), path('metadata', 'deletionTimestamp'), path('metadata', 'ownerReferences')),
  CustomResourceDefinition: SPEC_AND_METADATA,
  APIService: SPEC_AND_METADATA,
};

export interface Endpoint {
  kind: string;
  subresource: string | undefined;
  /** A custom resource. */
  custom: boolean;
  /** Whether the kind has a status subresource; only custom resources may lack one. */
  hasStatus: boolean;
}

export function resetFields({ kind, subresource, custom, hasStatus }: Endpoint): FieldSet {
  switch (subresource) {
    case undefined:
    case '':
    case 'finalize':
      return hasStatus ? STATUS : EMPTY_SET;
    case 'status':
      return custom ? SPEC_AND_METADATA : ((Object.hasOwn(OF_STATUS, kind) ? OF_STATUS[kind] : undefined) ?? SPEC);
    default:
      return EMPTY_SET;
  }
}
