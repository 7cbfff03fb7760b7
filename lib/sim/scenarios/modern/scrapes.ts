// What this home's Prometheus scrapes, as data and as the file that says so.
import type { ScrapeConfig } from '../../monitoring/scrape-config.ts';

const EXPORTER_PORT = 9100;

export const SCRAPES: readonly ScrapeConfig[] = [
  {
    namespace: 'monitoring',
    podLabels: { app: 'prometheus' },
    jobs: [
      { kind: 'self', job: 'prometheus' },
      { kind: 'cadvisor', job: 'kubelet', nodeLabel: 'node' },
      {
        kind: 'node-exporter',
        job: 'node-exporter',
        namespace: 'monitoring',
        podLabels: { app: 'node-exporter' },
        port: EXPORTER_PORT,
      },
    ],
  },
];

export const PROMETHEUS_YML = `global:
  scrape_interval: 30s
scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: [localhost:9090]
  - job_name: kubelet
    scheme: https
    metrics_path: /metrics/cadvisor
    authorization:
      credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token
    tls_config:
      insecure_skip_verify: true
    kubernetes_sd_configs:
      - role: node
    relabel_configs:
      - source_labels: [__meta_kubernetes_node_name]
        target_label: node
  - job_name: node-exporter
    kubernetes_sd_configs:
      - role: pod
        namespaces:
          names: [monitoring]
    relabel_configs:
      - source_labels: [__meta_kubernetes_pod_label_app]
        action: keep
        regex: node-exporter
`;
