// What the users of a real test cluster may: the administrator everything, students read, and nobody nothing.

const ROLE = 'bramble-reader';

/** Read-only, and no Secrets: what the dashboard shows, metrics included. */
export function userRoles(): object[] {
  const read = ['get', 'list', 'watch'];
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: ROLE },
      rules: [
        { apiGroups: [''], resources: ['nodes', 'persistentvolumes'], verbs: read },
        { apiGroups: ['metrics.k8s.io', 'custom.metrics.k8s.io', 'wardle.example.com'], resources: ['*'], verbs: read },
        { apiGroups: ['apiregistration.k8s.io'], resources: ['apiservices'], verbs: read },
        { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: read },
      ],
    },
    binding('bramble-readers', ROLE),
    binding('bramble-viewers', 'view'),
  ];
}

function binding(name: string, role: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'students' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  };
}
