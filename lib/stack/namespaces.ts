// The namespaces that the stack brings: they hold the Pod Security level that their pods are admitted under.
// Components share them: such a namespace goes with the last of what it holds, so that it belongs to no single step.
import { MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject, type PodSecurityLevel } from './component.ts';

/** Each under the strictest level that all pods in it can run under. */
export const NAMESPACES: Readonly<Record<string, PodSecurityLevel>> = {
  demo: 'restricted',
  'local-path-storage': 'privileged',
  monitoring: 'restricted',
  ngrok: 'restricted',
  traefik: 'restricted',
  wardle: 'restricted',
};

/** Those of ours that the objects are in, in order; they have to be there before them. */
export function namespacesFor(objects: readonly ManifestObject[]): ManifestObject[] {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return Object.entries(NAMESPACES)
    .filter(([name]) => names.has(name))
    .map(([name, level]) => namespaceObject(name, level));
}

function namespaceObject(name: string, level: PodSecurityLevel): ManifestObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        [MANAGED_BY_LABEL]: MANAGED_BY,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/warn': level,
      },
    },
  };
}
