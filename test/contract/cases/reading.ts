// Lists and watches: selectors, pages, versions, forms.
import { configMap, get, inNamespace, MERGE, patch, post, put, remove, TABLE } from '../build.ts';
import type { Case, Step, WatchStep } from '../case.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

const labelled = (name: string, labels: Record<string, string>) => ({
  ...configMap(name),
  metadata: { name, labels: { mine: 'yes', ...labels } },
});

const THREE: readonly Step[] = [
  ...inNamespace,
  post(MAPS, labelled('a', { tier: 'web' }), { uncompared: true }),
  post(MAPS, labelled('b', { tier: 'db', old: 'yes' }), { uncompared: true }),
  post(MAPS, labelled('c', {}), { uncompared: true }),
];

const selector = (name: string, query: string): Case => ({
  name: `is listed ${name}`,
  kind: 'ConfigMap',
  steps: [...THREE, get(`${MAPS}?${query}`)],
});

const labels = (name: string, text: string) => selector(name, `labelSelector=${encodeURIComponent(text)}`);
const fields = (name: string, text: string) => selector(name, `fieldSelector=${encodeURIComponent(text)}`);

const selectors: readonly Case[] = [
  labels('by a label', 'tier=web'),
  labels('by two equals signs', 'tier==web,mine=yes'),
  labels('by what a label is not', 'mine=yes,tier!=web'),
  labels('by a set', 'tier in (web, db)'),
  labels('outside of a set', 'mine,tier notin (web)'),
  labels('by a label that is there', 'old'),
  labels('by a label that is not there', 'mine,!tier'),
  labels('by a selector that cannot be read', 'tier in web'),
  labels('by a label with a bad value', 'tier=a b'),
  labels('by a key that is none', '-x-=1'),
  labels('by numbers that are none', 'tier>3,mine'),
  fields('by name', 'metadata.name=b'),
  fields('but for a name', 'metadata.name!=b,metadata.name!=kube-root-ca.crt'),
  fields('by namespace', 'metadata.namespace={ns},metadata.name=a'),
  fields('by a field that is not selectable', 'data.colour=red'),
  fields('by a field selector that cannot be read', 'metadata.name'),
];

const of = (kind: string, name: string, path: string): Case => ({ name, kind, steps: [...inNamespace, get(path)] });

const otherSelectors: readonly Case[] = [
  of('Pod', 'is selected by its node', '/api/v1/namespaces/{ns}/pods?fieldSelector=spec.nodeName=pi5'),
  of(
    'Pod',
    'is selected by phase',
    '/api/v1/namespaces/{ns}/pods?fieldSelector=status.phase=Running,spec.restartPolicy=Always',
  ),
  of('Pod', 'is not selected by image', '/api/v1/namespaces/{ns}/pods?fieldSelector=spec.image=x'),
  of(
    'Deployment',
    'is not selected by replicas',
    '/apis/apps/v1/namespaces/{ns}/deployments?fieldSelector=spec.replicas=1',
  ),
  of('Node', 'is selected by what may be scheduled', '/api/v1/nodes?fieldSelector=spec.unschedulable=true'),
  of('Node', 'is not selected by its architecture', '/api/v1/nodes?fieldSelector=status.nodeInfo.architecture=arm'),
  of('Secret', 'is selected by type', '/api/v1/namespaces/{ns}/secrets?fieldSelector=type=Opaque'),
  of(
    'Event',
    'is selected by its object',
    '/api/v1/namespaces/{ns}/events?fieldSelector=involvedObject.name=x,reason!=y',
  ),
  of('Namespace', 'is selected by phase', '/api/v1/namespaces?fieldSelector=status.phase=Terminating'),
  of('Job', 'is selected by success', '/apis/batch/v1/namespaces/{ns}/jobs?fieldSelector=status.successful=1'),
  of(
    'ReplicaSet',
    'is selected by replicas',
    '/apis/apps/v1/namespaces/{ns}/replicasets?fieldSelector=status.replicas=1',
  ),
];

const ask = (name: string, path: string, accept?: string): Case => ({
  name,
  kind: 'ConfigMap',
  steps: [...THREE, get(path, accept === undefined ? {} : { accept })],
});

const pages: readonly Case[] = [
  ask('is listed by pages, with what remains', `${MAPS}?limit=2`),
  ask('is listed by pages that are selected from', `${MAPS}?limit=1&labelSelector=mine%3Dyes`),
  ask('is listed on one page where all fit', `${MAPS}?limit=9`),
  ask('has no page for a token that cannot be read', `${MAPS}?limit=2&continue=abc`),
  ask('has no page for a number that is none', `${MAPS}?limit=x`),
  ask('is listed from the cache', `${MAPS}?resourceVersion=0&limit=1`),
  ask('is listed at a version that is none', `${MAPS}?resourceVersion=abc`),
  ask('is not listed by a match without a version', `${MAPS}?resourceVersionMatch=Exact`),
  ask('is not listed exactly at no version', `${MAPS}?resourceVersion=0&resourceVersionMatch=Exact`),
  ask('is not listed by a match that is none', `${MAPS}?resourceVersion=1&resourceVersionMatch=Sometimes`),
  ask('is not listed by initial events', `${MAPS}?sendInitialEvents=true`),
  ask('is listed as metadata', MAPS, PARTIAL_LIST),
  ask('is listed as metadata where there is none', `${MAPS}?labelSelector=not=there`, PARTIAL_LIST),
  ask('is read as metadata', `${MAPS}/a`, PARTIAL),
  ask('is listed as a table with whole objects', `${MAPS}?includeObject=Object`, TABLE),
  ask('is not listed as a table with something else', `${MAPS}?includeObject=Half`, TABLE),
  ask('is listed as a table by pages', `${MAPS}?limit=1`, TABLE),
  ask('is read as a table that is preferred', `${MAPS}/a`, `${TABLE},application/json`),
  ask('is read at a version that is none', `${MAPS}/a?resourceVersion=abc`),
  ask('is read from the cache', `${MAPS}/a?resourceVersion=0`),
  ask(
    'is listed in all namespaces',
    '/api/v1/configmaps?labelSelector=mine%3Dyes&fieldSelector=metadata.namespace%3D{ns}',
  ),
  ask('is listed in a namespace that is not there', '/api/v1/namespaces/{ns}-none/configmaps'),
];

const watching = (name: string, query: string, step: Partial<WatchStep>): Case => ({
  name,
  kind: 'ConfigMap',
  steps: [...THREE, { verb: 'WATCH', path: `${MAPS}?watch=true&${query}`, during: [], events: 1, ...step }],
});
const MINE = 'labelSelector=mine%3Dyes';
const WEB = 'labelSelector=tier%3Dweb';

const watches: readonly Case[] = [
  watching('is watched from the beginning', MINE, { events: 3 }),
  watching('is watched from the cache', `${MINE}&resourceVersion=0`, { events: 3 }),
  watching('is watched as it comes, changes and goes', 'labelSelector=new%3Dyes', {
    events: 3,
    during: [
      post(MAPS, { ...configMap('n'), metadata: { name: 'n', labels: { new: 'yes' } } }),
      put(`${MAPS}/n`, { ...configMap('n', { x: '1' }), metadata: { name: 'n', labels: { new: 'yes' } } }),
      remove(`${MAPS}/n`),
    ],
  }),
  watching('is gone for who watches a label that it loses', WEB, {
    events: 2,
    during: [patch(`${MAPS}/a`, MERGE, { metadata: { labels: { tier: null } } })],
  }),
  watching('is new for who watches a label that it gets', WEB, {
    events: 2,
    during: [patch(`${MAPS}/c`, MERGE, { metadata: { labels: { tier: 'web' } } })],
  }),
  watching('is gone with the last it was for who watches a label', WEB, { events: 2, during: [remove(`${MAPS}/a`)] }),
  watching('is watched by name', 'fieldSelector=metadata.name%3Db', {
    events: 2,
    during: [patch(`${MAPS}/a`, MERGE, { data: { x: '1' } }), patch(`${MAPS}/b`, MERGE, { data: { x: '1' } })],
  }),
  watching('is watched as a table', MINE, {
    accept: TABLE,
    events: 4,
    during: [patch(`${MAPS}/b`, MERGE, { data: { x: '1' } })],
  }),
  watching('is watched as metadata', MINE, { accept: PARTIAL, events: 4, during: [remove(`${MAPS}/b`)] }),
  watching(
    'is listed by a watch that says where the list ends',
    `${MINE}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    { events: 4 },
  ),
  watching('is not listed by a watch without its match', 'sendInitialEvents=true&allowWatchBookmarks=true', {
    events: 1,
  }),
  watching('is watched no more after the time that was asked for', `${MINE}&timeoutSeconds=1`, { events: 99 }),
  watching('is not watched from a version that is none', 'resourceVersion=abc', {}),
  watching('is not watched by a selector that cannot be read', 'labelSelector=a+in+b', {}),
  watching('is not watched by a field that is not selectable', 'fieldSelector=data.x%3D1', {}),
  watching(
    'is not watched with a match but without initial events',
    'resourceVersionMatch=NotOlderThan&resourceVersion=1',
    {},
  ),
];

export const reading: readonly Case[] = [...selectors, ...otherSelectors, ...pages, ...watches];
