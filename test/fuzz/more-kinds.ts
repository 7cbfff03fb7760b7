// For tests: batch, storage, networking, limits and certificates, for the fuzz to break.
import { type Kind, kindOf, POD_SPEC, TEMPLATE } from './kind.ts';

const ONCE = { metadata: { labels: { app: 'f' } }, spec: { ...POD_SPEC, restartPolicy: 'Never' } };
const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const BACKEND = { service: { name: 'fuzz', port: { number: 80 } } };

export const MORE_KINDS: readonly Kind[] = [
  kindOf(
    '/apis/batch/v1',
    'Job',
    'jobs',
    true,
    { spec: { template: ONCE } },
    { spec: { template: ONCE, completions: 3, parallelism: 2, completionMode: 'Indexed', backoffLimit: 1 } },
    { spec: { template: ONCE, suspend: true, ttlSecondsAfterFinished: 5 }, status: { succeeded: 1 } },
  ),
  kindOf('/apis/batch/v1', 'CronJob', 'cronjobs', true, {
    spec: { schedule: '*/5 * * * *', timeZone: 'Etc/UTC', jobTemplate: { spec: { template: ONCE } } },
  }),
  kindOf('/api/v1', 'ReplicationController', 'replicationcontrollers', true, {
    spec: { replicas: 2, selector: { app: 'f' }, template: TEMPLATE },
  }),
  kindOf('/api/v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true, { spec: CLAIM }),
  kindOf('/api/v1', 'PersistentVolume', 'persistentvolumes', false, {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv' } },
  }),
  kindOf('/apis/storage.k8s.io/v1', 'StorageClass', 'storageclasses', false, {
    provisioner: 'rancher.io/local-path',
    volumeBindingMode: 'WaitForFirstConsumer',
  }),
  kindOf('/apis/networking.k8s.io/v1', 'Ingress', 'ingresses', true, {
    spec: { rules: [{ host: 'a.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: BACKEND }] } }] },
  }),
  kindOf('/apis/networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true, {
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] },
  }),
  kindOf('/apis/networking.k8s.io/v1', 'IngressClass', 'ingressclasses', false, {
    spec: { controller: 'example.com/c' },
  }),
  kindOf('/api/v1', 'Endpoints', 'endpoints', true, {
    subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }],
  }),
  kindOf('/apis/discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', true, {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.1'] }],
    ports: [{ port: 80 }],
  }),
  kindOf('/api/v1', 'ResourceQuota', 'resourcequotas', true, {
    spec: { hard: { pods: '100', 'requests.cpu': '10', 'count/jobs.batch': '50' } },
  }),
  kindOf('/api/v1', 'LimitRange', 'limitranges', true, {
    spec: { limits: [{ type: 'Container', default: { cpu: '100m' }, max: { memory: '1Gi' } }] },
  }),
  kindOf('/apis/scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', false, {
    value: 10,
    preemptionPolicy: 'Never',
  }),
  kindOf('/apis/certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', false, {
    spec: { request: 'eA==', signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] },
  }),
  kindOf('/api/v1', 'ServiceAccount', 'serviceaccounts', true, {}, { spec: { expirationSeconds: 600 } }),
  kindOf('/apis/coordination.k8s.io/v1', 'Lease', 'leases', true, { spec: { holderIdentity: 'f' } }),
  kindOf('/apis/authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews', false, {
    spec: { user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods' } },
  }),
  kindOf('/apis/authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', false, { spec: { token: 'x' } }),
];
