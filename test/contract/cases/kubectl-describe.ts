// What kubectl prints of each kind, by describe and in wide columns: the same words over both clusters.
import { inNamespace, post, remove, TOLERATIONS } from '../build.ts';
import type { Case, KubectlStep, RequestStep } from '../case.ts';
import { made, NOWHERE, template, UNCOMPARED, workload } from '../workloads.ts';

const CORE = '/api/v1/namespaces/{ns}';
const APPS = '/apis/apps/v1/namespaces/{ns}';

const run = (args: string, more: Partial<KubectlStep> = {}): KubectlStep => ({
  verb: 'KUBECTL',
  args: ['-n', '{ns}', ...args.split(' ')],
  ...more,
});
const object = (path: string, apiVersion: string, kind: string, name: string, rest: object): RequestStep =>
  post(
    path,
    { apiVersion, kind, metadata: { name, labels: { app: 'web' }, annotations: { note: 'by hand' } }, ...rest },
    UNCOMPARED,
  );

interface Described {
  kind: string;
  /** As kubectl takes it: `kind/name`. */
  target: string;
  made: readonly RequestStep[];
  /** Of the cluster, not of the namespace: deleted at the end. */
  path?: string;
  /** Printed once controllers have done their part. */
  once?: string;
}

const BATCH = '/apis/batch/v1/namespaces/{ns}';
const POLICY = '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLE_RULES = [
  { apiGroups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['secrets'], resourceNames: ['one'], verbs: ['get'] },
];
const SUBJECTS = [
  { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'ServiceAccount', name: 'default', namespace: '{ns}' },
];
const jobTemplate = {
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        tolerations: TOLERATIONS,
        containers: [{ name: 'once', image: 'busybox:1.36', command: ['true'] }],
      },
    },
  },
};

const DESCRIBED: readonly Described[] = [
  {
    kind: 'Pod',
    target: 'pod/a',
    made: [
      made(
        'a',
        {
          ...NOWHERE,
          containers: [
            {
              name: 'web',
              image: 'nginx:1.27',
              ports: [{ containerPort: 80, name: 'http' }],
              env: [
                { name: 'COLOUR', value: 'red' },
                { name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
                { name: 'KEY', valueFrom: { secretKeyRef: { name: 'login', key: 'word', optional: true } } },
              ],
              resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
              livenessProbe: { httpGet: { path: '/', port: 80 } },
              volumeMounts: [{ name: 'config', mountPath: '/etc/web', readOnly: true }],
            },
          ],
          initContainers: [{ name: 'first', image: 'busybox:1.36', command: ['sh', '-c', 'true'], args: ['x'] }],
          volumes: [
            { name: 'config', configMap: { name: 'settings', optional: true } },
            { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
          ],
        },
        { labels: { app: 'web', shelf: 'top' }, annotations: { note: 'x' } },
      ),
    ],
    once: 'FailedScheduling',
  },
  {
    kind: 'Deployment',
    target: 'deployment/web',
    made: [post(`${APPS}/deployments`, workload('Deployment', 'web', { replicas: 2 }, NOWHERE), UNCOMPARED)],
    once: 'ScalingReplicaSet',
  },
  {
    kind: 'ReplicaSet',
    target: 'replicaset/web',
    made: [post(`${APPS}/replicasets`, workload('ReplicaSet', 'web', { replicas: 1 }, NOWHERE), UNCOMPARED)],
    once: 'SuccessfulCreate',
  },
  {
    kind: 'StatefulSet',
    target: 'statefulset/web',
    made: [
      post(
        `${APPS}/statefulsets`,
        workload('StatefulSet', 'web', { replicas: 1, serviceName: 'web' }, NOWHERE),
        UNCOMPARED,
      ),
    ],
    once: 'SuccessfulCreate',
  },
  {
    kind: 'DaemonSet',
    target: 'daemonset/web',
    made: [post(`${APPS}/daemonsets`, workload('DaemonSet', 'web', {}, NOWHERE), UNCOMPARED)],
  },
  {
    kind: 'ReplicationController',
    target: 'rc/web',
    made: [
      object(`${CORE}/replicationcontrollers`, 'v1', 'ReplicationController', 'web', {
        spec: { replicas: 1, template: template('web', NOWHERE) },
      }),
    ],
    once: 'SuccessfulCreate',
  },
  {
    kind: 'Job',
    target: 'job/once',
    made: [
      object(`${BATCH}/jobs`, 'batch/v1', 'Job', 'once', {
        spec: { ...jobTemplate.spec, suspend: true, completions: 3, parallelism: 2 },
      }),
    ],
    once: 'Suspended',
  },
  {
    kind: 'CronJob',
    target: 'cronjob/tick',
    made: [
      object(`${BATCH}/cronjobs`, 'batch/v1', 'CronJob', 'tick', {
        spec: { schedule: '0 4 1 1 *', timeZone: 'Europe/Helsinki', jobTemplate },
      }),
    ],
  },
  {
    kind: 'Service',
    target: 'service/web',
    made: [
      object(`${CORE}/services`, 'v1', 'Service', 'web', {
        spec: {
          type: 'NodePort',
          selector: { app: 'web' },
          ports: [
            { name: 'http', port: 80, targetPort: 8080 },
            { name: 'dns', port: 53, protocol: 'UDP' },
          ],
        },
      }),
    ],
  },
  {
    kind: 'Service',
    target: 'service/outside',
    made: [
      object(`${CORE}/services`, 'v1', 'Service', 'outside', {
        spec: { type: 'ExternalName', externalName: 'example.com' },
      }),
    ],
  },
  {
    kind: 'Ingress',
    target: 'ingress/web',
    made: [
      object('/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses', 'networking.k8s.io/v1', 'Ingress', 'web', {
        spec: {
          tls: [{ hosts: ['web.example'], secretName: 'tls' }],
          rules: [
            {
              host: 'web.example',
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
              },
            },
          ],
        },
      }),
    ],
  },
  {
    kind: 'NetworkPolicy',
    target: 'networkpolicy/web',
    made: [
      object(
        '/apis/networking.k8s.io/v1/namespaces/{ns}/networkpolicies',
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'web',
        {
          spec: {
            podSelector: { matchLabels: { app: 'web' } },
            ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }],
          },
        },
      ),
    ],
  },
  {
    kind: 'ConfigMap',
    target: 'configmap/settings',
    made: [
      object(`${CORE}/configmaps`, 'v1', 'ConfigMap', 'settings', {
        data: { colour: 'red', text: 'one\ntwo\n' },
        binaryData: { bytes: 'AAEC' },
      }),
    ],
  },
  {
    kind: 'Secret',
    target: 'secret/login',
    made: [object(`${CORE}/secrets`, 'v1', 'Secret', 'login', { stringData: { word: 'hush' } })],
  },
  {
    kind: 'ServiceAccount',
    target: 'serviceaccount/robot',
    made: [
      object(`${CORE}/serviceaccounts`, 'v1', 'ServiceAccount', 'robot', { imagePullSecrets: [{ name: 'registry' }] }),
    ],
  },
  {
    kind: 'ResourceQuota',
    target: 'quota/few',
    made: [
      object(`${CORE}/resourcequotas`, 'v1', 'ResourceQuota', 'few', {
        spec: { hard: { pods: '3', 'requests.cpu': '2', configmaps: '5' } },
      }),
    ],
    once: 'configmaps 1',
  },
  {
    kind: 'LimitRange',
    target: 'limitrange/limits',
    made: [
      object(`${CORE}/limitranges`, 'v1', 'LimitRange', 'limits', {
        spec: {
          limits: [
            // Of one resource: kubectl prints several in no order.
            { type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' }, max: { cpu: '1' } },
            { type: 'Pod', max: { cpu: '2' } },
          ],
        },
      }),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    target: 'pvc/data',
    made: [
      object(`${CORE}/persistentvolumeclaims`, 'v1', 'PersistentVolumeClaim', 'data', {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'none-such',
          resources: { requests: { storage: '1Gi' } },
        },
      }),
    ],
    once: 'ProvisioningFailed',
  },
  {
    kind: 'PersistentVolume',
    target: 'pv/{ns}',
    path: '/api/v1/persistentvolumes/{ns}',
    made: [
      object('/api/v1/persistentvolumes', 'v1', 'PersistentVolume', '{ns}', {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
          storageClassName: '{ns}',
          hostPath: { path: '/srv' },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['pi5'] }] },
              ],
            },
          },
        },
      }),
    ],
    once: 'Available',
  },
  {
    kind: 'StorageClass',
    target: 'storageclass/{ns}',
    path: '/apis/storage.k8s.io/v1/storageclasses/{ns}',
    made: [
      object('/apis/storage.k8s.io/v1/storageclasses', 'storage.k8s.io/v1', 'StorageClass', '{ns}', {
        provisioner: 'example.com/disk',
        parameters: { speed: 'slow' },
        volumeBindingMode: 'WaitForFirstConsumer',
      }),
    ],
  },
  {
    kind: 'PodDisruptionBudget',
    target: 'pdb/web',
    made: [
      object(POLICY, 'policy/v1', 'PodDisruptionBudget', 'web', {
        spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } },
      }),
    ],
    once: 'NoPods',
  },
  {
    kind: 'HorizontalPodAutoscaler',
    target: 'hpa/web',
    made: [
      object(
        '/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers',
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        'web',
        {
          spec: {
            minReplicas: 1,
            maxReplicas: 3,
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' },
            metrics: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
            ],
          },
        },
      ),
    ],
    once: 'FailedGetScale',
  },
  {
    kind: 'Role',
    target: 'role/reader',
    made: [
      object(`${RBAC}/namespaces/{ns}/roles`, 'rbac.authorization.k8s.io/v1', 'Role', 'reader', { rules: ROLE_RULES }),
    ],
  },
  {
    kind: 'RoleBinding',
    target: 'rolebinding/readers',
    made: [
      object(`${RBAC}/namespaces/{ns}/rolebindings`, 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'readers', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
        subjects: SUBJECTS,
      }),
    ],
  },
  {
    kind: 'ClusterRole',
    target: 'clusterrole/{ns}',
    path: `${RBAC}/clusterroles/{ns}`,
    made: [
      object(`${RBAC}/clusterroles`, 'rbac.authorization.k8s.io/v1', 'ClusterRole', '{ns}', {
        rules: [...ROLE_RULES, { nonResourceURLs: ['/metrics'], verbs: ['get'] }],
      }),
    ],
  },
  {
    kind: 'ClusterRoleBinding',
    target: 'clusterrolebinding/{ns}',
    path: `${RBAC}/clusterrolebindings/{ns}`,
    made: [
      object(`${RBAC}/clusterrolebindings`, 'rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', '{ns}', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: SUBJECTS,
      }),
    ],
  },
  {
    kind: 'PriorityClass',
    target: 'priorityclass/{ns}',
    path: '/apis/scheduling.k8s.io/v1/priorityclasses/{ns}',
    made: [
      object('/apis/scheduling.k8s.io/v1/priorityclasses', 'scheduling.k8s.io/v1', 'PriorityClass', '{ns}', {
        value: 1000,
        description: 'first',
      }),
    ],
  },
  {
    kind: 'Namespace',
    target: 'namespace/{ns}',
    made: [
      object(`${CORE}/limitranges`, 'v1', 'LimitRange', 'limits', {
        spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] },
      }),
    ],
  },
  {
    kind: 'Lease',
    target: 'lease/{ns}',
    made: [
      object('/apis/coordination.k8s.io/v1/namespaces/{ns}/leases', 'coordination.k8s.io/v1', 'Lease', '{ns}', {
        spec: { holderIdentity: 'me', leaseDurationSeconds: 10 },
      }),
    ],
  },
  {
    kind: 'IngressClass',
    target: 'ingressclass/{ns}',
    path: '/apis/networking.k8s.io/v1/ingressclasses/{ns}',
    made: [
      object('/apis/networking.k8s.io/v1/ingressclasses', 'networking.k8s.io/v1', 'IngressClass', '{ns}', {
        spec: { controller: 'example.com/web' },
      }),
    ],
  },
];

export const describing: readonly Case[] = DESCRIBED.map(({ kind, target, made: steps, path, once }) => ({
  name: `${target.replace('{ns}', 'its name')} is described and shown in wide columns`,
  kind,
  steps: [
    ...inNamespace,
    ...steps,
    run(
      `describe ${target}`,
      once === undefined ? {} : { until: (printed) => printed.replace(/ +/g, ' ').includes(once) },
    ),
    run(`get ${target} -o wide --show-labels`),
    ...(path === undefined ? [] : [remove(path, undefined, UNCOMPARED)]),
  ],
}));
