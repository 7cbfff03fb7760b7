// How group, version and kind are written, and in which package upstream keeps a built-in group's types.

interface GroupVersion {
  group: string;
  version: string;
}

/** `apps/v1` -> apps, v1; `v1` -> '', v1. */
export function parseApiVersion(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function apiVersionOf({ group, version }: GroupVersion): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Kinds every group-version accepts: `DeleteOptions` may come as apiVersion v1 or as the resource's own. */
const META_KINDS: ReadonlySet<string> = new Set([
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'ListOptions',
  'Patch',
  'PatchOptions',
  'Status',
  'UpdateOptions',
  'WatchEvent',
]);

const META_PACKAGE = 'apimachinery.pkg.apis.meta.v1';

/** The package of a built-in group-version, without `io.k8s.`: `apps/v1` -> `api.apps.v1`. */
export function packageOf({ group, version }: GroupVersion): string {
  if (group === 'apiextensions.k8s.io') return `apiextensions-apiserver.pkg.apis.apiextensions.${version}`;
  if (group === 'apiregistration.k8s.io') return `kube-aggregator.pkg.apis.apiregistration.${version}`;
  const short = group === '' ? 'core' : group.replace(/\.(?:authorization\.k8s|k8s)\.io$/, '');
  return `api.${short}.${version}`;
}

/** The OpenAPI name of a kind: `apps/v1`, `Deployment` -> `io.k8s.api.apps.v1.Deployment`. */
export function definitionNameOf(apiVersion: string, kind: string): string {
  const parent = META_KINDS.has(kind) ? META_PACKAGE : packageOf(parseApiVersion(apiVersion));
  return `io.k8s.${parent}.${kind}`;
}
