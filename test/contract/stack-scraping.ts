// What the Prometheus Operator makes of the stack's objects, as far as a test needs it: the StatefulSet of a Prometheus,
// and the configuration that follows from a ServiceMonitor.
import type { Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';
import { type Kubectl, must } from '../support/kubectl.ts';

interface Monitor {
  namespaceSelector: { matchNames: string[] };
  selector: { matchLabels: Record<string, string> };
  endpoints: { port: string; path: string; interval: string }[];
}

const SERVICE = 'kubernetes.io/service-name';

/** Debian's Prometheus discovers nothing in clusters: what the account in the manifests may read is found for it. */
export async function scrapeConfiguration(objects: readonly ManifestObject[], account: Kubectl): Promise<object> {
  const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor').map(({ spec }) => spec as Monitor);
  const jobs = monitors.flatMap(({ endpoints, ...monitor }) =>
    endpoints.map((endpoint) => ({ ...monitor, ...endpoint })),
  );
  const configurations = jobs.map(async ({ namespaceSelector, selector, port, path, interval }, index) => {
    const found = namespaceSelector.matchNames.map((namespace) => targetsIn(namespace, selector, port, account));
    return {
      job_name: `monitor-${index}`,
      metrics_path: path,
      scrape_interval: interval,
      static_configs: (await Promise.all(found)).flat(),
    };
  });
  return { scrape_configs: await Promise.all(configurations) };
}

/** With the labels that the operator gives to what it scrapes. */
async function targetsIn(
  namespace: string,
  { matchLabels }: Monitor['selector'],
  portName: string,
  account: Kubectl,
): Promise<object[]> {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const list = async <T>(kind: string, selector: string): Promise<T[]> => {
    const printed = await must(account(['get', kind, '-n', namespace, '-l', selector, '-o', 'json']));
    return (JSON.parse(printed) as { items: T[] }).items;
  };
  const services = await list<Service>('services', labels.join());
  const targets = services.map(async ({ metadata }) => {
    const service = metadata?.name ?? '';
    const selector = `${SERVICE}=${service}`;
    const ready = ['--for=jsonpath={.endpoints[0].conditions.ready}=true', '--timeout=30s'];
    await must(account(['wait', 'endpointslices', '-n', namespace, '-l', selector, ...ready]));
    const slices = await list<EndpointSlice>('endpointslices', selector);
    return slices.flatMap(({ endpoints, ports }) => {
      const port = ports?.find(({ name }) => name === portName)?.port ?? 0;
      return endpoints.map(({ addresses, targetRef }) => ({
        targets: addresses.map((address) => `${address}:${port}`),
        labels: { namespace, service, pod: targetRef?.name ?? '' },
      }));
    });
  });
  return (await Promise.all(targets)).flat();
}

/** Owned by its Prometheus, with which it goes. */
export function prometheusSet(prometheus: ManifestObject, uid: string): object {
  const { apiVersion, kind, metadata } = prometheus;
  const { name, namespace = '' } = metadata;
  const spec = prometheus['spec'] as Record<string, unknown>;
  const { image, serviceAccountName, resources, tolerations, affinity, securityContext } = spec;
  const labels = { prometheus: name };
  const container = {
    name: 'prometheus',
    image,
    resources,
    ports: [{ name: 'web', containerPort: 9090 }],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name: `prometheus-${name}`,
      namespace,
      labels: { ...metadata.labels, [MANAGED_BY_LABEL]: 'prometheus-operator' },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      serviceName: 'prometheus-operated',
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName, tolerations, affinity, securityContext, containers: [container] },
      },
    },
  };
}
