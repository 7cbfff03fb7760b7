// What a situation of an autoscaler is made of in a real cluster: a Deployment, its Service, and pods beside it.
import { nameOf, type Situation } from './autoscaler-situations.ts';

export const NAMESPACE = 'default';

export function objectsOf({ replicas, requests, usage, beside = [] }: Situation, index: number): object[] {
  const name = nameOf(index);
  const labels = { app: name };
  const annotations = usage && { 'kwok.x-k8s.io/usage-cpu': usage.cpu, 'kwok.x-k8s.io/usage-memory': usage.memory };
  // Where nothing is asked for a board takes any number of them.
  const resources = requests && { resources: { requests } };
  const container = (of: string) => ({ name: of, image: 'busybox:1.36', ...resources });
  const podSpec = { containers: [container('app'), container('helper')], tolerations: [{ operator: 'Exists' }] };
  const metadata = { labels, ...(annotations && { annotations }) };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: NAMESPACE },
      spec: { replicas, selector: { matchLabels: labels }, template: { metadata, spec: podSpec } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: NAMESPACE },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    ...beside.map((how, at) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        name: `${name}-${how}-${at}`,
        namespace: NAMESPACE,
        labels: { ...labels, beside: 'true' },
        annotations: { ...annotations, ...(how === 'crashing' && { 'bramble.test/fails': 'exec-format' }) },
      },
      spec: { ...podSpec, ...(how === 'pending' && { nodeSelector: { 'bramble.test/nowhere': 'true' } }) },
    })),
  ];
}
