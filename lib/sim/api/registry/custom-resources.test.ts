// CustomResourceDefinitions: what they add to the API, and what they check.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets';
const API_VERSION = 'example.com/v1';

const SPEC = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 9 },
    color: { type: 'string', enum: ['red', 'blue'], default: 'red' },
    replicas: { type: 'integer' },
  },
};

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: SPEC, status: { type: 'object', properties: { replicas: { type: 'integer' } } } },
          },
        },
      },
    ],
  },
};

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
  await ask('POST', DEFINITIONS, { body: DEFINITION });
  cluster.settle();
});

afterAll(() => cluster.close());

function widget(name: string, spec: unknown) {
  return { apiVersion: API_VERSION, kind: 'Widget', metadata: { name }, spec };
}

describe('a definition', () => {
  it('is established, discovered and registered', async () => {
    const { json } = await ask('GET', `${DEFINITIONS}/widgets.example.com`);
    const { conditions } = json.status as { conditions: { type: string; status: string }[] };
    expect(conditions.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'NamesAccepted=True',
      'Established=True',
    ]);
    const list = await ask('GET', `/apis/${API_VERSION}`);
    const names = (list.json.resources as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['widgets', 'widgets/status', 'widgets/scale']);
    const service = await ask('GET', '/apis/apiregistration.k8s.io/v1/apiservices/v1.example.com');
    expect(service.status).toBe(200);
  });

  it('has its OpenAPI served', async () => {
    const { json } = await ask('GET', `/openapi/v3/apis/${API_VERSION}`);
    expect(JSON.stringify(json)).toContain('"x-kubernetes-group-version-kind"');
  });
});

describe('its objects', () => {
  it('get defaults, lose unknown fields and start without a status', async () => {
    const body = { ...widget('w', { size: 3, extra: 1 }), status: { replicas: 4 } };
    const answer = await ask('POST', WIDGETS, { body });
    expect(answer.headers.warning).toContain('unknown field');
    expect(answer.json.spec).toEqual({ size: 3, color: 'red' });
    expect(answer.json).not.toHaveProperty('status');
  });

  it.each([
    [{}, 'spec.size: Required value'],
    [{ size: 30 }, 'spec.size: Invalid value: 30: spec.size in body should be less than or equal to 9'],
    [{ size: 'x' }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
    [{ size: 1, color: 'green' }, 'spec.color: Unsupported value: "green": supported values: "red", "blue"'],
  ])('%j is refused: %s', async (spec, message) => {
    const { json } = await ask('POST', WIDGETS, { body: widget('bad', spec) });
    expect(json).toMatchObject({ code: 422, message: `Widget.example.com "bad" is invalid: ${message}` });
  });

  it('print their own columns', async () => {
    await ask('POST', WIDGETS, { body: widget('printed', { size: 5 }) });
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    const { json } = await ask('GET', `${WIDGETS}?fieldSelector=metadata.name=printed`, { headers });
    expect((json.rows as { cells: unknown[] }[])[0]?.cells).toEqual(['printed', 5]);
  });

  it('scale by the paths the definition names', async () => {
    await ask('POST', WIDGETS, { body: widget('scaled', { size: 1, replicas: 1 }) });
    const { json } = await ask('PATCH', `${WIDGETS}/scaled/scale`, { body: { spec: { replicas: 4 } } });
    expect(json).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } });
    expect((await ask('GET', `${WIDGETS}/scaled`)).json.spec).toMatchObject({ replicas: 4 });
  });

  it('take no strategic merge patch', async () => {
    const headers = { 'content-type': 'application/strategic-merge-patch+json' };
    expect((await ask('PATCH', `${WIDGETS}/w`, { body: {}, headers })).status).toBe(415);
  });

  it('need a version for an update', async () => {
    const { json } = await ask('PUT', `${WIDGETS}/w`, { body: widget('w', { size: 2 }) });
    expect(json.message).toContain('metadata.resourceVersion: Invalid value: 0: must be specified for an update');
  });

  it('go with the definition', async () => {
    await ask('DELETE', `${DEFINITIONS}/widgets.example.com`);
    cluster.settle();
    expect((await ask('GET', WIDGETS)).status).toBe(404);
    expect(cluster.store.count('widgets.example.com')).toBe(0);
    expect((await ask('GET', '/apis/apiregistration.k8s.io/v1/apiservices/v1.example.com')).status).toBe(404);
  });
});
