// Every verb on a simple object, and what is refused.
import { configMap, get, inNamespace, post, put, remove, TABLE } from '../build.ts';
import type { Case } from '../case.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';

export const objects: readonly Case[] = [
  {
    name: 'is created, read, replaced and deleted',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, configMap('a')),
      get(`${MAPS}/a`),
      put(`${MAPS}/a`, configMap('a', { colour: 'blue' })),
      get(MAPS),
      remove(`${MAPS}/a`),
      get(`${MAPS}/a`),
    ],
  },
  {
    name: 'is shown as a table',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, configMap('a')),
      get(MAPS, { accept: TABLE }),
      get(`${MAPS}/a`, { accept: TABLE }),
    ],
  },
  {
    name: 'is refused twice, nameless, elsewhere and misnamed',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, configMap('a'), { uncompared: true }),
      post(MAPS, configMap('a')),
      post(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
      post(MAPS, configMap('Big_Name')),
      post('/api/v1/namespaces/{ns}-not-there/configmaps', configMap('a')),
      put(`${MAPS}/b`, configMap('a')),
      put(`${MAPS}/b`, configMap('b')),
      post(MAPS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
      post(MAPS, '{'),
      post(`${MAPS}?fieldValidation=Strict`, { ...configMap('c'), datum: 1 }),
      post(`${MAPS}?dryRun=All`, configMap('d')),
      post(`${MAPS}?dryRun=Some`, configMap('d')),
      get(`${MAPS}/d`),
    ],
  },
];
