// The house: Home Assistant with its radio and its broker, films, and a backup once an hour.
import type { PodSpec } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { scheduledJobs } from '../objects/jobs.ts';
import type { Placing } from '../objects/placing.ts';
import { boundClaim } from '../objects/storage.ts';
import { template } from '../objects/templates.ts';
import { deployment } from '../objects/workloads.ts';

/** Only where the image exists. */
function onArchitectures(...values: string[]): NonNullable<PodSpec['affinity']> {
  const term = { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values }] };
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
}

function claimed(name: string, claimName: string) {
  return [{ name, persistentVolumeClaim: { claimName } }];
}

const HOME_ASSISTANT = template({
  labels: { app: 'home-assistant' },
  containers: [
    {
      name: 'home-assistant',
      image: 'ghcr.io/home-assistant/home-assistant:2026.11.2',
      ports: [{ name: 'http', port: 8123 }],
      requests: '200m/512Mi',
      limits: '/1Gi',
      env: { TZ: 'Europe/Berlin' },
      more: {
        volumeMounts: [{ name: 'config', mountPath: '/config' }],
        readinessProbe: { httpGet: { path: '/manifest.json', port: 'http', scheme: 'HTTP' } },
      },
    },
  ],
  more: { affinity: onArchitectures('amd64', 'arm64'), volumes: claimed('config', 'home-assistant-config') },
});

const MOSQUITTO = template({
  labels: { app: 'mosquitto' },
  containers: [
    {
      name: 'mosquitto',
      image: 'eclipse-mosquitto:2.0.22',
      ports: [{ name: 'mqtt', port: 1883 }],
      requests: '20m/16Mi',
      limits: '/64Mi',
    },
  ],
});

const ZIGBEE = template({
  labels: { app: 'zigbee2mqtt' },
  nodeSelector: { 'example.org/zigbee': 'stick' },
  containers: [
    {
      name: 'zigbee2mqtt',
      image: 'koenkk/zigbee2mqtt:2.6.3',
      ports: [{ name: 'http', port: 8080 }],
      requests: '50m/96Mi',
      limits: '/192Mi',
      more: {
        securityContext: { privileged: true },
        volumeMounts: [{ name: 'stick', mountPath: '/dev/ttyACM0' }],
      },
    },
  ],
  more: { volumes: [{ name: 'stick', hostPath: { path: '/dev/ttyACM0', type: 'CharDevice' } }] },
});

const JELLYFIN = template({
  labels: { app: 'jellyfin' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  containers: [
    {
      name: 'jellyfin',
      image: 'jellyfin/jellyfin:10.11.3',
      ports: [{ name: 'http', port: 8096 }],
      requests: '250m/512Mi',
      limits: '/2Gi',
      more: { volumeMounts: [{ name: 'config', mountPath: '/config' }] },
    },
  ],
  more: { volumes: claimed('config', 'jellyfin-config') },
});

const BACKUP = template({
  labels: { app: 'backup' },
  containers: [
    {
      name: 'backup',
      image: 'alpine:3.22',
      command: ['sh', '-c', 'echo "saving the configuration"; sleep 40; echo "saved, 3 generations kept"'],
      requests: '50m/32Mi',
    },
  ],
  more: { restartPolicy: 'OnFailure' },
});
const BACKUP_MS = 40_000;

export function homeObjects(placing: Placing): KubeObject[] {
  const { ground } = placing;
  return [
    ...boundClaim(ground, {
      namespace: 'home',
      name: 'home-assistant-config',
      age: '40d',
      size: '5Gi',
      node: 'raspi5',
    }),
    ...boundClaim(ground, { namespace: 'media', name: 'jellyfin-config', age: '32d', size: '20Gi', node: 'n100' }),
    ...deployment(placing, {
      namespace: 'home',
      name: 'home-assistant',
      template: HOME_ASSISTANT,
      pods: 'wn5t8 19d raspi5 10.42.0.12',
    }),
    ...deployment(placing, {
      namespace: 'home',
      name: 'mosquitto',
      template: MOSQUITTO,
      pods: '2g7sq 40d raspi4 10.42.1.5',
    }),
    ...deployment(placing, {
      namespace: 'home',
      name: 'zigbee2mqtt',
      template: ZIGBEE,
      pods: 'hbx6c 38d raspi3 10.42.2.4 x1',
    }),
    ...deployment(placing, {
      namespace: 'media',
      name: 'jellyfin',
      template: JELLYFIN,
      pods: 'r9d4m 32d n100 10.42.3.5',
    }),
    ...scheduledJobs(placing, {
      namespace: 'home',
      name: 'backup',
      age: '40d',
      template: BACKUP,
      ranMs: BACKUP_MS,
      minute: 15,
      pods: ['k7w2p raspi4 10.42.1.61', 'c8mqz n100 10.42.3.44', 'xf5lh raspi4 10.42.1.60'],
    }),
  ];
}
