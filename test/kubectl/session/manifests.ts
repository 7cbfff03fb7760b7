// What the session applies. Everything tolerates the taints by architecture and the control plane's: which boards have
// them is the scenario's affair. Not those of a board that is gone.

const TOLERATED = ['beta.kubernetes.io/arch', 'kubernetes.io/arch', 'node-role.kubernetes.io/control-plane'];
const tolerations = TOLERATED.map((key) => ({ key, operator: 'Exists' }));
export const TOLERATIONS = `tolerations: ${JSON.stringify(tolerations)}`;

export const deployment = (name: string, image: string, replicas = 2): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${TOLERATIONS}
      containers:
        - {name: web, image: "${image}", ports: [{containerPort: 80}], resources: {requests: {cpu: 1m, memory: 4Mi}}}
`;

export const daemonSet = (name: string, image: string): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${TOLERATIONS}
      containers: [{name: web, image: "${image}", resources: {requests: {cpu: 1m, memory: 4Mi}}}]
`;

export const statefulSet = (name: string, image: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${name}
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${TOLERATIONS}
      containers: [{name: web, image: "${image}", resources: {requests: {cpu: 1m, memory: 4Mi}}}]
`;

export const replicationController = (name: string): string => `
apiVersion: v1
kind: ReplicationController
metadata: {name: ${name}}
spec:
  replicas: 2
  selector: {app: ${name}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${TOLERATIONS}
      containers: [{name: web, image: "nginx:1.27", resources: {requests: {cpu: 1m, memory: 4Mi}}}]
`;

export const job = (name: string, command: string, completions = 1): string => `
apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec:
  completions: ${completions}
  backoffLimit: 0
  template:
    spec:
      ${TOLERATIONS}
      restartPolicy: Never
      containers: [{name: once, image: "busybox:1.36", command: ["sh", "-c", "${command}"]}]
`;

export const cronJob = (name: string): string => `
apiVersion: batch/v1
kind: CronJob
metadata: {name: ${name}}
spec:
  schedule: "*/1 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          ${TOLERATIONS}
          restartPolicy: Never
          containers: [{name: once, image: "busybox:1.36", command: ["true"]}]
`;

export const volumeAndClaim = (name: string, namespace: string): string => `
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: by-hand
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: /srv/${name}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: by-hand
  resources: {requests: {storage: 500Mi}}
`;

/** For `kubectl run`, which takes no tolerations. */
export const TOLERANT = `--overrides=${JSON.stringify({ spec: { tolerations } })}`;
