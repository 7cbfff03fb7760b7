// A workload that no board takes, on any cluster of the talk: pi5 is tainted, and it asks for pi5.
import type { PodSpec } from 'kubernetes-types/core/v1';
import { type Kubectl, must } from '#test/support/kubectl.ts';

export const STUCK = 'stuck';

/** Beside what it asks for already. */
interface StuckBy extends Partial<PodSpec> {
  requests?: Readonly<Record<string, string>>;
}

/** Resolves to the name of its pod, which the scheduler has refused. */
export async function createStuck(kubectl: Kubectl, { requests = {}, ...spec }: StuckBy = {}): Promise<string> {
  const labels = { app: STUCK };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: STUCK },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { 'kubernetes.io/hostname': 'pi5' },
          containers: [{ name: 'c', image: 'busybox', command: ['sleep', '3600'], resources: { requests } }],
          ...spec,
        },
      },
    },
  };
  await must(kubectl(['apply', '-f', '-'], JSON.stringify(deployment)));
  const scheduled = '--for=condition=PodScheduled=false';
  await must(kubectl(['wait', scheduled, 'pod', '-l', `app=${STUCK}`, '--timeout=30s']));
  const names = await must(kubectl(['get', 'pods', '-l', `app=${STUCK}`, '-o', 'jsonpath={.items[0].metadata.name}']));
  return names.trim();
}
