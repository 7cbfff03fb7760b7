// The StatefulSet that the operator makes of a Prometheus: its program, and the one that hands it its configuration
// (prometheus-operator pkg/prometheus/server/statefulset.go, pkg/operator/config_reloader.go).
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Container, SecurityContext, Volume } from 'kubernetes-types/core/v1';
import type { Prometheus } from './monitoring-objects.ts';
import type { Reloader } from './operator-pod.ts';

const VERSION_DEFAULT = 'v3.5.0';
const RETENTION_DEFAULT = '24h';
const CONFINED: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const GRACE_SECONDS = 600;

export function statefulSetName({ metadata }: Prometheus): string {
  return `prometheus-${metadata.name}`;
}

/** On pods, and what they are selected by. */
export function podLabels({ metadata }: Prometheus): Record<string, string> {
  return {
    'app.kubernetes.io/instance': metadata.name,
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'app.kubernetes.io/name': 'prometheus',
    'operator.prometheus.io/name': metadata.name,
    'operator.prometheus.io/shard': '0',
    prometheus: metadata.name,
  };
}

export function statefulSetSpec(prometheus: Prometheus, reloader: Reloader): StatefulSet['spec'] {
  const { spec = {} } = prometheus;
  const { replicas = 1, version = VERSION_DEFAULT, podMetadata = {} } = spec;
  const labels = podLabels(prometheus);
  const claim = spec.storage?.volumeClaimTemplate;
  return {
    serviceName: 'prometheus-operated',
    replicas,
    podManagementPolicy: 'Parallel',
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels: { ...podMetadata.labels, ...labels, 'app.kubernetes.io/version': version.replace(/^v/, '') },
        annotations: { 'kubectl.kubernetes.io/default-container': 'prometheus', ...podMetadata.annotations },
      },
      spec: {
        automountServiceAccountToken: true,
        terminationGracePeriodSeconds: GRACE_SECONDS,
        initContainers: [reloaderContainer(prometheus, reloader, 'init-config-reloader')],
        containers: [mainContainer(prometheus), reloaderContainer(prometheus, reloader, 'config-reloader')],
        volumes: volumesOf(prometheus),
        ...given({
          serviceAccountName: spec.serviceAccountName,
          securityContext: spec.securityContext,
          tolerations: spec.tolerations,
          affinity: spec.affinity,
          nodeSelector: spec.nodeSelector,
          imagePullSecrets: spec.imagePullSecrets,
        }),
      },
    },
    ...(claim === undefined
      ? {}
      : { volumeClaimTemplates: [{ metadata: { name: databaseName(prometheus) }, spec: { ...claim.spec } }] }),
  };
}

/** Only what is there: absent is not the same as undefined. */
function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function databaseName(prometheus: Prometheus): string {
  return `${statefulSetName(prometheus)}-db`;
}

function rulesName(prometheus: Prometheus): string {
  return `${statefulSetName(prometheus)}-rulefiles-0`;
}

function probe(path: string, periodSeconds: number, failureThreshold: number) {
  return { httpGet: { path, port: 'web', scheme: 'HTTP' }, timeoutSeconds: 3, periodSeconds, failureThreshold };
}

function mainContainer(prometheus: Prometheus): Container {
  const { version = VERSION_DEFAULT, image, retention, retentionSize, resources } = prometheus.spec ?? {};
  const kept = retention ?? (retentionSize === undefined ? RETENTION_DEFAULT : undefined);
  return {
    name: 'prometheus',
    image: image ?? `quay.io/prometheus/prometheus:${version}`,
    args: [
      '--config.file=/etc/prometheus/config_out/prometheus.env.yaml',
      '--web.enable-lifecycle',
      '--web.route-prefix=/',
      ...(kept === undefined ? [] : [`--storage.tsdb.retention.time=${kept}`]),
      ...(retentionSize === undefined ? [] : [`--storage.tsdb.retention.size=${retentionSize}`]),
      '--storage.tsdb.path=/prometheus',
      '--web.config.file=/etc/prometheus/web_config/web-config.yaml',
    ],
    ports: [{ name: 'web', containerPort: 9090, protocol: 'TCP' }],
    startupProbe: probe('/-/ready', 15, 60),
    readinessProbe: probe('/-/ready', 5, 3),
    livenessProbe: probe('/-/healthy', 5, 6),
    securityContext: CONFINED,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...(resources === undefined ? {} : { resources }),
    volumeMounts: [
      { name: 'config-out', mountPath: '/etc/prometheus/config_out', readOnly: true },
      { name: 'tls-assets', mountPath: '/etc/prometheus/certs', readOnly: true },
      { name: databaseName(prometheus), mountPath: '/prometheus' },
      { name: rulesName(prometheus), mountPath: `/etc/prometheus/rules/${rulesName(prometheus)}`, readOnly: true },
      {
        name: 'web-config',
        mountPath: '/etc/prometheus/web_config/web-config.yaml',
        subPath: 'web-config.yaml',
        readOnly: true,
      },
    ],
  };
}

function reloaderContainer(prometheus: Prometheus, { image, resources }: Reloader, name: string): Container {
  const isInit = name.startsWith('init-');
  const [portName, port] = isInit ? ['reloader-init', 8081] : ['reloader-web', 8080];
  return {
    name,
    image,
    command: ['/bin/prometheus-config-reloader'],
    args: [
      ...(isInit ? ['--watch-interval=0'] : []),
      `--listen-address=:${port}`,
      ...(isInit ? [] : ['--reload-url=http://localhost:9090/-/reload']),
      '--config-file=/etc/prometheus/config/prometheus.yaml.gz',
      '--config-envsubst-file=/etc/prometheus/config_out/prometheus.env.yaml',
      `--watched-dir=/etc/prometheus/rules/${rulesName(prometheus)}`,
    ],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'SHARD', value: '0' },
    ],
    ports: [{ name: portName, containerPort: port, protocol: 'TCP' }],
    resources,
    securityContext: CONFINED,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'config', mountPath: '/etc/prometheus/config' },
      { name: 'config-out', mountPath: '/etc/prometheus/config_out' },
      { name: rulesName(prometheus), mountPath: `/etc/prometheus/rules/${rulesName(prometheus)}` },
    ],
  };
}

function volumesOf(prometheus: Prometheus): Volume[] {
  const name = statefulSetName(prometheus);
  const hasClaim = prometheus.spec?.storage?.volumeClaimTemplate !== undefined;
  return [
    { name: 'config', secret: { secretName: name } },
    { name: 'tls-assets', projected: { sources: [{ secret: { name: `${name}-tls-assets-0` } }] } },
    { name: 'config-out', emptyDir: { medium: 'Memory' } },
    { name: rulesName(prometheus), configMap: { name: rulesName(prometheus), optional: true } },
    { name: 'web-config', secret: { secretName: `${name}-web-config` } },
    ...(hasClaim ? [] : [{ name: databaseName(prometheus), emptyDir: {} }]),
  ];
}
