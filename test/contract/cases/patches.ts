// The four patch types, what they keep, and how they clash.
import { APPLY, configMap, deployment, get, inNamespace, JSON_PATCH, MERGE, patch, post, STRATEGIC } from '../build.ts';
import type { Case } from '../case.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/{ns}/deployments';
const WEB = `${DEPLOYMENTS}/web`;
/** The deployment controller writes there while we patch. */
const RACED = { ignored: ['status', 'metadata.managedFields', 'metadata.annotations'] };

export const patches: readonly Case[] = [
  {
    name: 'takes a merge patch, with nulls that remove',
    kind: 'ConfigMap',
    steps: [
      ...inNamespace,
      post(MAPS, configMap('a', { one: '1', two: '2' }), { uncompared: true }),
      patch(`${MAPS}/a`, MERGE, { data: { one: null, three: '3' } }),
      patch(`${MAPS}/a`, MERGE, { metadata: { resourceVersion: '1' }, data: { one: '1' } }),
      patch(`${MAPS}/nope`, MERGE, { data: { one: '1' } }),
      patch(`${MAPS}/a`, MERGE, { data: { one: 1 } }),
    ],
  },
  {
    name: 'takes a strategic merge patch of its containers',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, deployment('web'), { uncompared: true }),
      patch(
        WEB,
        STRATEGIC,
        {
          spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox:1.36' }] } } },
        },
        RACED,
      ),
      patch(
        WEB,
        STRATEGIC,
        { spec: { template: { spec: { containers: [{ name: 'web', $patch: 'delete' }] } } } },
        RACED,
      ),
      patch(WEB, STRATEGIC, { spec: { template: { spec: { tolerations: null } } } }, RACED),
      get(WEB, RACED),
    ],
  },
  {
    name: 'takes a JSON patch as a whole or not at all',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      post(DEPLOYMENTS, deployment('web'), { uncompared: true }),
      patch(WEB, JSON_PATCH, [{ op: 'replace', path: '/spec/replicas', value: 0 }], RACED),
      patch(
        WEB,
        JSON_PATCH,
        [
          { op: 'add', path: '/metadata/labels/x', value: 'y' },
          { op: 'test', path: '/spec/replicas', value: 7 },
        ],
        RACED,
      ),
      patch(WEB, JSON_PATCH, [{ op: 'remove', path: '/metadata/labels/missing' }], RACED),
      patch(WEB, JSON_PATCH, [{ op: 'replace', path: '/spec/selector/matchLabels/app', value: 'other' }], RACED),
    ],
  },
  {
    name: 'is applied by the server, and fought over',
    kind: 'Deployment',
    steps: [
      ...inNamespace,
      patch(`${WEB}?fieldManager=one`, APPLY, deployment('web'), RACED),
      patch(`${WEB}?fieldManager=two`, APPLY, deployment('web', { replicas: 1 }), RACED),
      patch(`${WEB}?fieldManager=two&force=true`, APPLY, deployment('web', { paused: true }), RACED),
      patch(`${WEB}?fieldManager=one`, APPLY, deployment('web'), RACED),
      patch(WEB, APPLY, deployment('web'), RACED),
    ],
  },
];
