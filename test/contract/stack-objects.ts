// The demo stack's objects as a test applies them, and the roles that the documentation names, given to a user.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Component, ManifestObject, StackChoices } from '#lib/stack/component.ts';
import { filledIn } from '#lib/stack/fill-in.ts';
import { type ManifestPart, readManifests, STACK_DIRECTORY } from '#lib/stack/manifests.ts';
import { podSpecOf } from '#lib/stack/workloads.ts';
import { root } from '../support/simulated-cluster.ts';

const RBAC = 'rbac.authorization.k8s.io';
const TAINTED = ['amd64', 'arm', 'arm64'].flatMap((value) =>
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'].map((key) => ({ key, value, effect: 'NoSchedule' as const })),
);
const CHOICES: StackChoices = {
  tolerate: TAINTED,
  kubeletInsecureTls: true,
  registryPrefix: null,
  defaultStorageClass: true,
};

/** In the order in which they are applied, each after gates of its component. */
export function partsOf(component: Component): ManifestPart[] {
  return readManifests(join(root, STACK_DIRECTORY), component).map(({ afterGates, objects }) => ({
    afterGates,
    objects: filledIn(component, objects, CHOICES, { ngrokAuthtoken: 'a token of a test' }),
  }));
}

export function objectsOf(component: Component): ManifestObject[] {
  return partsOf(component).flatMap(({ objects }) => objects);
}

export function yamlOf(objects: readonly object[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}

/** As a file of deploy/ has them, for users in place of the account in a pod. */
export function documentedRoles(file: string, users: readonly string[]): ManifestObject[] {
  const text = readFileSync(join(root, 'deploy', file), 'utf8');
  const objects = parseAllDocuments(text).map((document): ManifestObject => document.toJS());
  const subjects = users.map((name) => ({ apiGroup: RBAC, kind: 'User', name }));
  return objects.map((object) => ('subjects' in object ? { ...object, subjects } : object));
}

interface Probe {
  httpGet?: { path: string; port: string; scheme?: string };
}

interface Probed {
  readinessProbe?: Probe;
  livenessProbe?: Probe;
}

/** Where the API server leads to what a component's containers are probed at, by way of its Service. */
export function probePaths(objects: readonly ManifestObject[]): string[] {
  const containers = objects.flatMap((object) => podSpecOf(object)?.containers ?? []) as Probed[];
  const probes = containers.flatMap(({ readinessProbe, livenessProbe }) =>
    [readinessProbe, livenessProbe].flatMap((probe) => probe?.httpGet ?? []),
  );
  const services = objects.filter(({ kind }) => kind === 'Service');
  return probes.flatMap(({ path, port, scheme = 'HTTP' }) =>
    services.flatMap(({ metadata, spec }) => {
      const { ports } = spec as { ports: { name: string; targetPort: string }[] };
      const leading = ports.filter(({ targetPort }) => targetPort === port);
      const place = `/api/v1/namespaces/${metadata.namespace}/services/${scheme.toLowerCase()}:${metadata.name}`;
      return leading.map(({ name }) => `${place}:${name}/proxy${path}`);
    }),
  );
}
