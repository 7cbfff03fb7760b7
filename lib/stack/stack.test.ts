import { describe, expect, it } from 'vitest';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { architecturesOf } from './architectures.ts';
import { COMPONENTS, componentOf, STEPS } from './catalogue.ts';
import { COMPONENT_IDS, type ManifestObject, STEP_IDS } from './component.ts';
import { readManifests } from './manifests.ts';
import { NAMESPACES, namespacesFor } from './namespaces.ts';
import { appliedObjects, CHOICES, EACH, rawObjects } from './testdata/whole-stack.ts';
import { podSpecOf, requestsOf, type StackContainer } from './workloads.ts';

const MOVING_TAG = /latest|stable|nightly|^v?\d+(?:\.\d+)?$/;
/** What pods of a board with 1 GB leave for one component. */
const MEMORY_MAX_BYTES = 256 * 1024 * 1024;
/** Named in a manifest as `image: x`, by an argument as `=x`, or in a ConfigMap. */
const IMAGE = /(?:image: |=)((?:docker\.io|quay\.io|registry\.k8s\.io|gcr\.io)\/\S+)/g;

function containersOf(objects: readonly ManifestObject[]): StackContainer[] {
  return objects.flatMap((object) => podSpecOf(object)?.containers ?? []);
}

describe('the catalogue', () => {
  it('has every component once, in a step that offers it, and every step in order', () => {
    expect(COMPONENTS.map(({ id }) => id)).toEqual(COMPONENT_IDS);
    expect(STEPS.map(({ id }) => id)).toEqual(STEP_IDS);
    const offered = STEPS.flatMap(({ id, components }) => components.map((component) => [component, id]));
    expect(offered).toEqual(COMPONENTS.map(({ id, step }) => [id, step]));
  });

  it('puts each after what it needs', () => {
    for (const { id, needs } of COMPONENTS) {
      for (const before of needs.after) {
        expect(COMPONENT_IDS.indexOf(before), `${id} after ${before}`).toBeLessThan(COMPONENT_IDS.indexOf(id));
      }
    }
    expect(componentOf('wardle').title).toBe('wardle');
  });
});

describe.each(EACH)('%s', (_, component) => {
  const objects = rawObjects(component);

  it('names its images with a version, and no image beyond those', () => {
    const named = component.images.map(({ reference }) => reference);
    for (const reference of named) {
      const tag = parseImageReference(reference)?.tag ?? '';
      expect(tag, reference).not.toBe('');
      expect(tag).not.toMatch(MOVING_TAG);
    }
    const text = JSON.stringify(objects, null, 1).replaceAll('"image": "', 'image: ').replaceAll('"', ' ');
    const used = [...text.matchAll(IMAGE)].map(([, image = '']) => image.replace(/\\n.*/, ''));
    expect(new Set(used)).toEqual(new Set(named));
  });

  it('names platforms as registries do, and says where from', () => {
    for (const { platforms, readAt, source } of component.images) {
      expect(platforms.map(parsePlatform)).not.toContain(null);
      expect(source).not.toBe('');
      expect(readAt === null || /^\d{4}-\d{2}-\d{2}$/.test(readAt)).toBe(true);
    }
    if (component.images.length > 0) expect(architecturesOf(component)).toContain('amd64');
  });

  it('asks for what it says it asks for, and fits a board with 1 GB', () => {
    const { memoryBytes, cpuMillicores } = component.needs;
    expect(requestsOf(objects)).toEqual({ memoryBytes, cpuMillicores });
    expect(memoryBytes).toBeLessThanOrEqual(MEMORY_MAX_BYTES);
    for (const { name, resources } of containersOf(objects)) {
      expect(resources?.limits?.['memory'], `the limit of ${name}`).toBeDefined();
      expect(resources?.requests?.['memory'], `the request of ${name}`).toBeDefined();
    }
  });

  it('grants nothing by wildcard, and no administrator', () => {
    const rules = objects.flatMap(({ rules: own }) => (own ?? []) as Record<string, string[]>[]);
    for (const rule of rules) expect(Object.values(rule).flat(), JSON.stringify(rule)).not.toContain('*');
    const bound = objects.flatMap(({ roleRef }) => (roleRef as { name: string } | undefined)?.name ?? []);
    const own = objects.filter(({ kind }) => kind.endsWith('Role')).map(({ metadata }) => metadata.name);
    const builtIn = ['system:auth-delegator', 'extension-apiserver-authentication-reader'];
    for (const name of bound) expect([...own, ...builtIn]).toContain(name);
  });

  it('runs under the strictest level: as nobody, with nothing', () => {
    for (const object of objects) {
      const spec = podSpecOf(object);
      if (spec === null) continue;
      const seccompProfile = { type: 'RuntimeDefault' };
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile });
      expect(JSON.stringify(spec)).not.toMatch(/hostPath|hostNetwork|hostPort|hostPID|privileged/);
      for (const container of spec.containers ?? []) {
        expect(container).toMatchObject({
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        });
      }
    }
  });

  it('is in namespaces that admit it', () => {
    const places = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    const known = new Set([...Object.keys(NAMESPACES), 'kube-system']);
    for (const place of places) expect(known).toContain(place);
    const { namespace, podSecurity } = component;
    expect(namespace.made).toBe(namespace.name in NAMESPACES);
    if (namespace.made && component.images.length > 0) expect(NAMESPACES[namespace.name]).toBe(podSecurity.level);
    for (const object of objects)
      if (podSpecOf(object) !== null) expect(object.metadata.namespace).toBe(namespace.name);
  });

  it('is marked as ours when it is applied', () => {
    for (const { metadata } of appliedObjects(component)) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/managed-by': 'bramble',
        'bramble.dev/step': component.step,
        'bramble.dev/component': component.id,
      });
    }
  });

  it('tolerates only taints of boards that its images run on, and keeps to these', () => {
    const architectures = architecturesOf(component);
    const wanted = CHOICES.tolerate.filter(({ value }) => architectures.includes(value));
    for (const object of appliedObjects(component)) {
      const spec = podSpecOf(object);
      if (spec === null) continue;
      expect(spec.tolerations ?? []).toEqual(wanted.map((taint) => ({ ...taint, operator: 'Equal' })));
      expect(JSON.stringify(spec.affinity)).toContain(JSON.stringify(architectures));
    }
  });

  it('awaits only what is its own, and gates of its own before a file', () => {
    const gates = component.gates.map(({ id }) => id);
    expect(new Set(gates).size).toBe(gates.length);
    expect(gates).not.toEqual([]);
    for (const { afterGates } of component.manifests) for (const gate of afterGates) expect(gates).toContain(gate);
    for (const gate of component.gates) {
      if (gate.kind !== 'workload-ready' || component.id === 'prometheus') continue;
      const { kind, namespace, name } = gate.workload;
      const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
      expect(found.map(({ metadata }) => metadata.namespace)).toEqual([namespace]);
    }
  });
});

describe('accounts', () => {
  const all = EACH.flatMap(([, component]) => rawObjects(component));
  const accounts = all
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  it('are there for every pod and every binding that names one', () => {
    const ofPods = all.flatMap((object) => {
      const { serviceAccountName } = (podSpecOf(object) ?? {}) as { serviceAccountName?: string };
      return serviceAccountName === undefined ? [] : [`${object.metadata.namespace}/${serviceAccountName}`];
    });
    const bound = all.flatMap((object) => (object['subjects'] ?? []) as { namespace: string; name: string }[]);
    const named = [...ofPods, ...bound.map(({ namespace, name }) => `${namespace}/${name}`)];
    expect(named.length).toBeGreaterThan(accounts.length);
    expect(named.filter((name) => !accounts.includes(name))).toEqual([]);
  });

  it('are told to the provisioner, whose pods would have one of its own manifests otherwise', () => {
    const provisioner = rawObjects(componentOf('local-path')).find(({ kind }) => kind === 'Deployment');
    const [container] = (provisioner && podSpecOf(provisioner)?.containers) ?? [];
    expect(container).toMatchObject({
      env: expect.arrayContaining([
        { name: 'SERVICE_ACCOUNT_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
      ]),
    });
  });
});

describe('manifests', () => {
  it('are refused with the name of the file that is not there', () => {
    const broken = { ...componentOf('wardle'), manifests: [{ file: 'missing.yaml', afterGates: [] }] };
    expect(() => readManifests('lib/stack', broken)).toThrow(/missing\.yaml/);
  });

  it('bring the namespaces that their objects are in, with the level of these', () => {
    const made = namespacesFor(appliedObjects(componentOf('traefik')));
    expect(
      made.map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
    ).toEqual([
      ['demo', 'restricted'],
      ['traefik', 'restricted'],
    ]);
    expect(namespacesFor(appliedObjects(componentOf('metrics-server')))).toEqual([]);
  });
});
