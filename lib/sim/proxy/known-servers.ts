// Which known images serve HTTP, and as which application: for those whose facts do not say it themselves.
import type { ImageFacts } from '../kubelet/image-facts.ts';

const BY_NAME: Readonly<Record<string, string>> = {
  nginx: 'nginx',
  'nginxinc/nginx-unprivileged': 'nginx-unprivileged',
  httpd: 'httpd',
  caddy: 'caddy',
  traefik: 'traefik',
  registry: 'registry',
  influxdb: 'influxdb',
  'traefik/whoami': 'whoami',
  'hashicorp/http-echo': 'http-echo',
  'grafana/grafana': 'grafana',
  'registry.k8s.io/echoserver': 'echoserver',
  'registry.k8s.io/hpa-example': 'hpa-example',
  'quay.io/prometheus/prometheus': 'prometheus',
  'luxas/autoscale-demo': 'sample-app',
  'luxas/prometheus': 'prometheus',
  'luxas/traefik': 'traefik',
  'luxas/ngrok': 'ngrok',
  'ngrok/ngrok': 'ngrok',
  'luxas/wardle-apiserver': 'apiserver',
  'luxas/custom-metrics-apiserver': 'apiserver',
  'gcr.io/google_containers/heapster-amd64': 'heapster',
  'gcr.io/google_containers/heapster-grafana-arm64': 'grafana',
  'gcr.io/google_containers/heapster-influxdb-arm64': 'influxdb',
  'gcr.io/google_containers/kubernetes-dashboard-amd64': 'dashboard',
};

/** Docker Hub's repositories of official images for one architecture. */
const ARCHITECTURE_PREFIX = /^(?:amd64|arm32v[567]|arm64v8|i386|ppc64le|riscv64|s390x)\//;

/** Undefined for an image that serves nothing anybody knows of. */
export function applicationNameOf(facts: ImageFacts): string | undefined {
  return facts.http ?? BY_NAME[facts.name] ?? BY_NAME[facts.name.replace(ARCHITECTURE_PREFIX, '')];
}
