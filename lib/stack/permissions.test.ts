import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { COMPONENTS, componentOf } from './catalogue.ts';
import type { ManifestObject } from './component.ts';
import { namespacesFor } from './namespaces.ts';
import { type Grant, permissionsFor, resourceOf } from './permissions.ts';
import { allGrants, roleFile } from './testdata/role-file.ts';
import { stackPage } from './testdata/stack-page.ts';
import { appliedObjects, rawObjects } from './testdata/whole-stack.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

function covers(rule: Rule, asked: Pick<Grant, 'apiGroup' | 'resource' | 'name'>, verb: string): boolean {
  const names = rule.resourceNames;
  return (
    rule.apiGroups.includes(asked.apiGroup) &&
    rule.resources.includes(asked.resource) &&
    rule.verbs.includes(verb) &&
    (names === undefined || (asked.name !== null && names.includes(asked.name)))
  );
}

function textOf({ namespace, apiGroup, resource, name, verbs }: Grant): string {
  return `${verbs.join()} ${[resource, apiGroup].filter(Boolean).join('.')} ${name ?? '(all)'} in ${namespace ?? 'cluster'}`;
}

describe('what somebody needs who puts up', () => {
  it('an autoscaler: that one object', () => {
    expect(permissionsFor(rawObjects(componentOf('sample-autoscaler'))).map(textOf)).toEqual([
      'create,delete,get,patch horizontalpodautoscalers.autoscaling sample-metrics-app in demo',
    ]);
  });

  it('metrics-server: what metrics-server is granted too, by name where it is', () => {
    const grants = permissionsFor(rawObjects(componentOf('metrics-server'))).map(textOf);
    expect(grants).toEqual(
      expect.arrayContaining([
        'get nodes/metrics (all) in cluster',
        'get,list,watch pods (all) in cluster',
        'create tokenreviews.authentication.k8s.io (all) in cluster',
        'create subjectaccessreviews.authorization.k8s.io (all) in cluster',
        'get,list,watch configmaps extension-apiserver-authentication in kube-system',
        'create,delete,get,patch apiservices.apiregistration.k8s.io v1beta1.metrics.k8s.io in cluster',
      ]),
    );
  });

  it('anything: never what would let one take more', () => {
    for (const { verbs, resource, apiGroup, name } of allGrants()) {
      for (const verb of ['*', 'bind', 'escalate', 'impersonate']) expect(verbs).not.toContain(verb);
      for (const text of [resource, apiGroup]) expect(text).not.toContain('*');
      expect(resource).not.toMatch(/^nodes\/proxy$|^pods\/exec$|^pods\/attach$/);
      if (apiGroup === 'rbac.authorization.k8s.io') expect(name).not.toBeNull();
    }
  });

  it('anything: no Secrets beyond the namespaces of the stack', () => {
    const secrets = allGrants().filter(({ resource }) => resource === 'secrets');
    const places = new Set(secrets.map(({ namespace, name }) => `${namespace} ${name ?? 'all'}`));
    expect(places).toEqual(new Set(['demo all', 'monitoring all', 'ngrok ngrok']));
  });

  it('a kind that is new here: an error that says what to do', () => {
    expect(() => resourceOf({ apiVersion: 'v1', kind: 'Novelty' })).toThrow(/Novelty/);
  });
});

describe('the documentation', () => {
  it('lists what the stack has', async () => {
    await expect(stackPage()).toMatchFileSnapshot('../../docs/workshop/components.md');
  });
});

describe('the documented role', () => {
  it('is the one that the manifests ask for', async () => {
    await expect(roleFile()).toMatchFileSnapshot('../../deploy/workshop-rbac.yaml');
  });

  it('covers every object of every component, and what these grant', () => {
    const rules = rolesByPlace();
    const objects = COMPONENTS.flatMap((component) => appliedObjects(component));
    const missing = permissionsFor([...namespacesFor(objects), ...objects]).flatMap((grant) => {
      const held = [...(rules.get(null) ?? []), ...(rules.get(grant.namespace) ?? [])];
      return grant.verbs.filter((verb) => !held.some((rule) => covers(rule, grant, verb))).map((verb) => [verb, grant]);
    });
    expect(missing).toEqual([]);
  });
});

function rolesByPlace(): Map<string | null, Rule[]> {
  const documents = parseAllDocuments(roleFile()).map((document): ManifestObject => document.toJS());
  const roles = documents.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  return new Map(roles.map(({ metadata, ...role }) => [metadata.namespace ?? null, role['rules'] as Rule[]]));
}
