// What the talk's Prometheus scrapes: its sample app, and here the kubelets as well, whose pods are called as in 2017.
import type { ScrapeConfig } from '../../monitoring/scrape-config.ts';

export const SCRAPES: readonly ScrapeConfig[] = [
  {
    namespace: 'default',
    podLabels: { prometheus: 'sample-metrics-prom' },
    jobs: [
      {
        kind: 'requests',
        job: 'sample-metrics-app',
        namespace: 'default',
        podLabels: { app: 'sample-metrics-app' },
        port: 8080,
        endpoint: 'web',
      },
      { kind: 'cadvisor', job: 'kubernetes-nodes', nodeLabel: 'kubernetes_io_hostname', oldNames: true },
    ],
  },
];
