// Table of CustomResourceDefinitions
// (apiextensions-apiserver, pkg/registry/customresourcedefinition/tableconvertor/tableconvertor.go).
import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1';
import { column, NAME, nameOf, type Printer, wide } from './column.ts';

export const customResourceDefinitions: Printer<CustomResourceDefinition> = {
  columns: [
    NAME,
    column('Scope'),
    column('Versions'),
    column('Created At', 'date'),
    wide('Group'),
    wide('Kind'),
    wide('ShortNames'),
    wide('Established', 'boolean'),
  ],
  cells: (definition) => {
    const { metadata, spec, status } = definition;
    const served = spec.versions.filter((version) => version.served);
    const versions = served.map(({ name, storage }) => (storage ? `${name}(storage)` : name));
    return [
      nameOf(definition),
      spec.scope,
      versions.sort().join(','),
      metadata?.creationTimestamp ?? '0001-01-01T00:00:00Z',
      spec.group,
      spec.names.kind,
      (spec.names.shortNames ?? []).join(','),
      status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') ?? false,
    ];
  },
};
