import { describe, expect, it } from 'vitest';
import { builtInResource, type ResourceType } from '../resources.ts';
import { openApiDocument, openApiHash, openApiIndex } from './openapi.ts';

interface Operation {
  'x-kubernetes-group-version-kind': { group: string; version: string; kind: string };
  parameters: { in: string; name: string }[];
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

function read(text: string): Document {
  return JSON.parse(text) as Document;
}

const lamp = {
  ...builtInResource('apps/v1', 'deployments'),
  id: 'lamps.home.example.com',
  group: 'home.example.com',
  kind: 'Lamp',
  resource: 'lamps',
} as ResourceType;

const lampSchema = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { lumen: { type: 'integer' } } } },
};

describe('OpenAPI documents', () => {
  it.each(['v1', 'apps/v1', 'rbac.authorization.k8s.io/v1', 'apiextensions.k8s.io/v1', 'policy/v1'])(
    '%s refers only to what it defines',
    (apiVersion) => {
      const text = openApiDocument(apiVersion);
      const { schemas } = read(text).components;
      const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].filter(
        ([, name]) => !schemas[name ?? ''],
      );
      expect(missing).toEqual([]);
      expect(Object.keys(schemas).length).toBeGreaterThan(10);
    },
  );

  it('let kubectl see that a PATCH can be validated and tried', () => {
    const patch = read(openApiDocument('apps/v1')).paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.[
      'patch'
    ];
    expect(patch?.['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
    expect(patch?.parameters.map((parameter) => parameter.name)).toEqual([
      'dryRun',
      'fieldManager',
      'fieldValidation',
      'force',
    ]);
  });

  it('say how lists merge and which kind a schema is', () => {
    const { schemas } = read(openApiDocument('v1')).components;
    expect(schemas['io.k8s.api.core.v1.Pod']?.['x-kubernetes-group-version-kind']).toEqual([
      { group: '', version: 'v1', kind: 'Pod' },
    ]);
    expect(JSON.stringify(schemas['io.k8s.api.core.v1.PodSpec'])).toContain('"x-kubernetes-patch-merge-key":"name"');
  });

  it('have no path for what is not served', () => {
    const paths = Object.keys(read(openApiDocument('v1')).paths);
    expect(paths).toContain('/api/v1/namespaces/{namespace}/pods/{name}/eviction');
    expect(paths.filter((path) => path.includes('componentstatuses'))).toEqual([]);
  });

  it('describe custom resources', () => {
    const document = read(openApiDocument('home.example.com/v1', [{ type: lamp, schema: lampSchema }]));
    expect(document.components.schemas['com.example.home.v1.Lamp']).toMatchObject({
      properties: { spec: lampSchema.properties.spec, kind: { type: 'string' } },
      'x-kubernetes-group-version-kind': [{ group: 'home.example.com', version: 'v1', kind: 'Lamp' }],
    });
    const path = document.paths['/apis/home.example.com/v1/namespaces/{namespace}/lamps/{name}'];
    expect(path?.['patch']?.['x-kubernetes-group-version-kind'].kind).toBe('Lamp');
    expect(document.components.schemas['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta']).toBeDefined();
  });
});

describe('the index of documents', () => {
  it('names a URL that changes with the document', () => {
    const { paths } = openApiIndex(['v1', 'apps/v1']);
    expect(paths['api/v1']?.serverRelativeURL).toBe(`/openapi/v3/api/v1?hash=${openApiHash('v1')}`);
    expect(paths['apis/apps/v1']?.serverRelativeURL).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=\w{32}$/);
    const other = { type: lamp, schema: { type: 'object' } };
    expect(openApiHash('home.example.com/v1', [{ type: lamp, schema: lampSchema }])).not.toBe(
      openApiHash('home.example.com/v1', [other]),
    );
  });
});
