// The cells of the kinds that print more than a name and an age, as a v1.37.2 server fills them.
import { describe, expect, it } from 'vitest';
import { tableFor } from './table.ts';

const CREATED = '2026-01-01T00:00:00Z';
const NOW_MS = Date.parse('2026-01-01T01:30:00Z');

function rowsOf(id: string, objects: readonly object[], isList = false): unknown[] {
  const group = id.includes('.') ? id.slice(id.indexOf('.') + 1) : '';
  const named = objects.map((object) => ({ metadata: { name: 'x', creationTimestamp: CREATED }, ...object }));
  const list = isList ? { listMeta: { resourceVersion: '1' } } : {};
  const table = tableFor({
    type: { id, group },
    objects: named,
    nowMs: NOW_MS,
    includeObject: 'None',
    ...list,
  });
  return table.rows.map(({ cells }) => cells);
}

const CONTAINERS = { containers: [{ name: 'c', image: 'x:1' }] };
const CLASS = { storageClassName: 'gold', volumeMode: 'Filesystem' };
const CLAIM = { namespace: 'a', name: 'b' };

describe('what kubectl get -o wide shows of', () => {
  it.each([
    [
      'persistentvolumes',
      {
        spec: {
          ...CLASS,
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteMany', 'ReadWriteOnce'],
          persistentVolumeReclaimPolicy: 'Retain',
          claimRef: CLAIM,
        },
        status: { phase: 'Bound' },
      },
      ['x', '1Gi', 'RWO,RWX', 'Retain', 'Bound', 'a/b', 'gold', '<unset>', '', '90m', 'Filesystem'],
    ],
    [
      'persistentvolumeclaims',
      { spec: { ...CLASS, accessModes: ['ReadWriteOnce'] }, status: { phase: 'Pending' } },
      ['x', 'Pending', '', '', '', 'gold', '<unset>', '90m', 'Filesystem'],
    ],
    [
      'persistentvolumeclaims',
      {
        spec: { ...CLASS, volumeName: 'v' },
        status: { phase: 'Bound', capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOncePod'] },
      },
      ['x', 'Bound', 'v', '2Gi', 'RWOP', 'gold', '<unset>', '90m', 'Filesystem'],
    ],
    [
      'csidrivers.storage.k8s.io',
      { spec: { tokenRequests: [{ audience: 'a' }, { audience: 'b' }], volumeLifecycleModes: ['Persistent'] } },
      ['x', true, false, false, 'a,b', false, 'Persistent', '90m'],
    ],
    ['csinodes.storage.k8s.io', { spec: { drivers: [{ name: 'd', nodeID: 'n' }] } }, ['x', 1, '90m']],
    [
      'volumeattachments.storage.k8s.io',
      { spec: { attacher: 'd', nodeName: 'n', source: { persistentVolumeName: 'v' } } },
      ['x', 'd', 'v', 'n', false, '90m'],
    ],
    [
      'resourcequotas',
      {
        status: { hard: { pods: '3', 'limits.cpu': '1', cpu: '2' }, used: { pods: '1', 'limits.cpu': '0', cpu: '0' } },
      },
      ['x', 'cpu: 0/2, pods: 1/3', 'limits.cpu: 0/1', '90m'],
    ],
    ['networkpolicies.networking.k8s.io', { spec: { podSelector: {} } }, ['x', '<none>', '90m']],
    [
      'ingressclasses.networking.k8s.io',
      { spec: { controller: 'a/b', parameters: { apiGroup: 'g.io', kind: 'K', name: 'n' } } },
      ['x', 'a/b', 'K.g.io/n', '90m'],
    ],
    ['runtimeclasses.node.k8s.io', { handler: 'kata' }, ['x', 'kata', '90m']],
    [
      'controllerrevisions.apps',
      {
        metadata: {
          name: 'x',
          creationTimestamp: CREATED,
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'u', controller: true }],
        },
        revision: 2,
      },
      ['x', 'statefulset.apps/web', 2, '90m'],
    ],
    ['podtemplates', { template: { spec: CONTAINERS } }, ['x', 'c', 'x:1', '<none>']],
    [
      'replicationcontrollers',
      { spec: { replicas: 2, selector: { a: 'b' }, template: { spec: CONTAINERS } }, status: { replicas: 1 } },
      ['x', 2, 1, 0, '90m', 'c', 'x:1', 'a=b'],
    ],
  ])('%s', (id, object, cells) => {
    expect(rowsOf(id, [object])).toEqual([cells]);
  });

  it.each([
    [[], undefined, 'Pending'],
    [['Approved'], undefined, 'Approved'],
    [['Approved'], 'pem', 'Approved,Issued'],
    [['Approved', 'Denied'], undefined, 'Denied'],
    [['Approved', 'Failed'], undefined, 'Approved,Failed'],
  ])('a signing request with conditions %j and certificate %s', (types, certificate, text) => {
    const conditions = types.map((type) => ({ type, status: 'True' }));
    const request = {
      spec: { signerName: 's.io/n', username: 'alice', expirationSeconds: 3600 },
      status: { conditions, certificate },
    };
    expect(rowsOf('certificatesigningrequests.certificates.k8s.io', [request])).toEqual([
      ['x', '90m', 's.io/n', 'alice', '60m', text],
    ]);
  });

  it('storage classes: of a list, the newest default is marked', () => {
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    const classes = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'].map((creationTimestamp, index) => ({
      metadata: { name: `class-${index}`, creationTimestamp, annotations },
      provisioner: 'p',
    }));
    const names = (isList: boolean) =>
      rowsOf('storageclasses.storage.k8s.io', classes, isList).map((cells) => (cells as string[])[0]);
    expect(names(true)).toEqual(['class-0', 'class-1 (default)']);
    expect(names(false)).toEqual(['class-0', 'class-1']);
  });
});
