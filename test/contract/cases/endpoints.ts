// What stands behind services: addresses that are ready, that are not, that are on their way out; ports by name; no head.
import { get, inNamespace, JSON_PATCH, MERGE, patch, post, remove } from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';
import { at } from '../look.ts';
import { CONTAINER, made, NOWHERE, PODS, running, UNCOMPARED } from '../workloads.ts';

const CORE = '/api/v1/namespaces/{ns}';
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices';
const ENDPOINTS = `${CORE}/endpoints/web`;
const WEB = { labels: { app: 'web' } };

const service = (spec: object, metadata: object = {}) =>
  post(
    `${CORE}/services`,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', ...metadata },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }], ...spec },
    },
    UNCOMPARED,
  );
const ports = (...names: string[]) => ({
  containers: [{ ...CONTAINER, ports: names.map((name, index) => ({ name, containerPort: 8080 + index })) }],
});
const on = (host: string, more: object = {}) => ({ nodeSelector: { 'kubernetes.io/hostname': host }, ...more });

type Endpoint = Body & { targetRef?: { name?: string } };
const endpointsOf = (slice: Body): readonly Endpoint[] => {
  const endpoints = slice['endpoints'];
  return Array.isArray(endpoints) ? (endpoints as Endpoint[]) : [];
};
const total = ({ items = [] }: Body) => items.reduce((sum, slice) => sum + endpointsOf(slice).length, 0);
/** Slices without the names they were given; their endpoints by pod. */
function slicesLook({ items = [] }: Body): unknown {
  return items.map((slice) => ({
    labels: at(slice, 'metadata', 'labels'),
    owners: at(slice, 'metadata', 'ownerReferences'),
    generateName: at(slice, 'metadata', 'generateName'),
    addressType: slice['addressType'],
    ports: slice['ports'],
    endpoints: endpointsOf(slice)
      .map(({ addresses: _addresses, ...rest }) => rest)
      .toSorted((a, b) => ((a.targetRef?.name ?? '') < (b.targetRef?.name ?? '') ? -1 : 1)),
  }));
}
/** Ports go by a hash of Go's memory of them: here by name. */
const subsets = (body: Body) => {
  const all = Array.isArray(body['subsets']) ? (body['subsets'] as Body[]) : [];
  return [at(body, 'metadata', 'labels'), all.map((subset) => ({ ...subset, ports: byName(subset['ports']) }))];
};
const byName = (ports: unknown) =>
  Array.isArray(ports) ? ports.toSorted((a, b) => (String(at(a, 'name')) < String(at(b, 'name')) ? -1 : 1)) : ports;
const behind = (count: number, until?: (body: Body) => boolean): RequestStep =>
  get(SLICES, {
    until: (body) => total(body) === count && (body.items?.length ?? 0) > 0 && (until?.(body) ?? true),
    only: slicesLook,
  });
const inEndpoints = (text: string, without = 'nothing at all'): RequestStep =>
  get(ENDPOINTS, {
    until: (body) => JSON.stringify(body).includes(text) && !JSON.stringify(body).includes(without),
    only: subsets,
  });

export const endpoints: readonly Case[] = [
  {
    name: 'lists the pods that are ready',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5'), WEB),
      running('a'),
      service({}),
      behind(1, (body) => JSON.stringify(body).includes('"ready":true')),
      inEndpoints('"name":"a"', 'notReady'),
    ],
  },
  {
    name: 'of a service that selects nobody is empty',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      service({}),
      behind(0),
      get(ENDPOINTS, { until: ({ kind }) => kind === 'Endpoints', only: subsets }),
    ],
  },
  {
    name: 'leaves out pods that have no address yet',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', NOWHERE, WEB),
      made('b', on('pi5'), WEB),
      running('b'),
      service({}),
      behind(1),
      inEndpoints('"name":"b"'),
    ],
  },
  {
    name: 'finds the ports that have names, and leaves out pods without',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5', ports('http')), WEB),
      made('b', on('pi5', ports('other', 'http')), WEB),
      made('c', on('pi5'), WEB),
      ...['a', 'b', 'c'].map(running),
      service({ ports: [{ name: 'web', port: 80, targetPort: 'http' }] }),
      get(SLICES, {
        until: (body) => total(body) === 3,
        only: ({ items = [] }) =>
          items
            .map((slice) => [
              String(at(slice, 'ports', '0', 'port')),
              endpointsOf(slice).map(({ targetRef }) => targetRef?.name),
            ])
            .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
      }),
    ],
  },
  {
    name: 'without a head has the pods’ host names',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5', { hostname: 'first', subdomain: 'web' }), WEB),
      running('a'),
      service({ clusterIP: 'None' }),
      behind(1),
      inEndpoints('"name":"a"'),
    ],
  },
  {
    name: 'of several ports and protocols has them all',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5'), WEB),
      running('a'),
      service({
        ports: [
          { name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' },
          { name: 'dns', port: 53, protocol: 'UDP' },
        ],
      }),
      behind(1),
      inEndpoints('"name":"a"'),
    ],
  },
  {
    name: 'publishes those that are not ready where it is told to',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5'), WEB),
      running('a'),
      service(
        { publishNotReadyAddresses: true, clusterIP: 'None' },
        { labels: { shelf: 'top' }, annotations: { note: 'x' } },
      ),
      behind(1),
      inEndpoints('"name":"a"'),
    ],
  },
  {
    name: 'follows the labels of pods',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      made('a', on('pi5'), WEB),
      made('b', on('pi5')),
      running('a'),
      running('b'),
      service({}),
      behind(1),
      patch(`${PODS}/b`, MERGE, { metadata: { labels: { app: 'web' } } }, UNCOMPARED),
      behind(2),
      patch(`${PODS}/a`, JSON_PATCH, [{ op: 'remove', path: '/metadata/labels' }], UNCOMPARED),
      behind(1),
      remove(`${PODS}/b`, undefined, UNCOMPARED),
      behind(0),
    ],
  },
  {
    name: 'goes with its service',
    kind: 'EndpointSlice',
    steps: [
      ...inNamespace,
      service({}),
      behind(0),
      remove(`${CORE}/services/web`, undefined, UNCOMPARED),
      get(SLICES, { until: ({ items }) => items?.length === 0, only: ({ items }) => items }),
      get(ENDPOINTS, { until: ({ kind }) => kind === 'Status' }),
    ],
  },
];
