// Who may do what, who one is, and what is said to those who may not.
import { configMap, get, inNamespace, kubectl, MERGE, patch, podSpec, post, put, remove } from '../build.ts';
import type { Case, RequestStep, User } from '../case.ts';

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLES = `${RBAC}/namespaces/{ns}/roles`;
const BINDINGS = `${RBAC}/namespaces/{ns}/rolebindings`;
const CLUSTER_ROLES = `${RBAC}/clusterroles`;
const ACCOUNTS = '/api/v1/namespaces/{ns}/serviceaccounts';

/** Of several bindings that allow the same any may be named. */
const REASONS = { ignored: ['status.reason'] };
const review = (kind: string, spec: object, as: User = 'admin'): RequestStep =>
  post(
    `${AUTHORIZATION}/${kind.toLowerCase()}s`,
    { apiVersion: 'authorization.k8s.io/v1', kind, spec },
    { as, ...(as === 'admin' ? {} : REASONS) },
  );
const self = (spec: object, as: User = 'admin') => review('SelfSubjectAccessReview', spec, as);
const role = (name: string, rules: object[], kind = 'Role') => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  rules,
});
const bound = (name: string, to: object, subjects: object[], kind = 'RoleBinding') => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...to },
  subjects,
});
const account = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
const tokenRequest = (spec: object) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
/** The expiry is a moment, and the token each cluster's own. */
const TOKEN = { ignored: ['status.expirationTimestamp'] };
const QUIET = { uncompared: true };
const READ_MAPS = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];

export const access: readonly Case[] = [
  {
    name: 'says of each user what he may',
    kind: 'SelfSubjectAccessReview',
    steps: (['admin', 'student', 'nobody'] as const).flatMap((user) => [
      self({ resourceAttributes: { namespace: 'default', verb: 'list', resource: 'pods' } }, user),
      self({ resourceAttributes: { namespace: 'default', verb: 'delete', resource: 'pods', name: 'a' } }, user),
      self({ resourceAttributes: { verb: 'get', resource: 'nodes' } }, user),
      self({ resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods', subresource: 'log' } }, user),
      self({ resourceAttributes: { group: 'apps', verb: 'patch', resource: 'deployments' } }, user),
      self({ resourceAttributes: { verb: '*', resource: '*', group: '*' } }, user),
      self({ nonResourceAttributes: { path: '/version', verb: 'get' } }, user),
      self({ nonResourceAttributes: { path: '/metrics', verb: 'get' } }, user),
    ]),
  },
  {
    name: 'is refused with both sorts of attributes, or none',
    kind: 'SelfSubjectAccessReview',
    steps: [
      self({}),
      self({
        resourceAttributes: { verb: 'get', resource: 'pods' },
        nonResourceAttributes: { path: '/version', verb: 'get' },
      }),
      post(`${AUTHORIZATION}/selfsubjectaccessreviews`, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: { name: 'named' },
        spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
      }),
    ],
  },
  {
    name: 'lists the rules of one who may nothing',
    kind: 'SelfSubjectRulesReview',
    steps: [
      review('SelfSubjectRulesReview', { namespace: 'default' }, 'nobody'),
      review('SelfSubjectRulesReview', {}, 'nobody'),
    ],
  },
  {
    name: 'asks for other users',
    kind: 'SubjectAccessReview',
    steps: [
      ...inNamespace,
      review('SubjectAccessReview', {
        user: 'student',
        groups: ['students'],
        resourceAttributes: { namespace: 'default', verb: 'list', resource: 'pods' },
      }),
      review('SubjectAccessReview', {
        user: 'somebody',
        resourceAttributes: { namespace: 'default', verb: 'list', resource: 'pods' },
      }),
      review('SubjectAccessReview', {
        groups: ['system:masters'],
        nonResourceAttributes: { path: '/metrics', verb: 'get' },
      }),
      review('SubjectAccessReview', { resourceAttributes: { verb: 'list', resource: 'pods' } }),
      review(
        'SubjectAccessReview',
        { user: 'student', resourceAttributes: { verb: 'list', resource: 'pods' } },
        'student',
      ),
      post(`${AUTHORIZATION}/namespaces/{ns}/localsubjectaccessreviews`, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'LocalSubjectAccessReview',
        metadata: { namespace: '{ns}' },
        spec: { user: 'u', resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'pods' } },
      }),
      post(`${AUTHORIZATION}/namespaces/{ns}/localsubjectaccessreviews`, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'LocalSubjectAccessReview',
        metadata: { namespace: '{ns}' },
        spec: { user: 'u', resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
      }),
    ],
  },
  {
    name: 'says who one is',
    kind: 'SelfSubjectReview',
    steps: [
      post(
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        { ignored: ['status.userInfo.username', 'status.userInfo.groups', 'status.userInfo.extra'] },
      ),
      kubectl('auth', 'whoami', '--as=jane', '--as-group=readers'),
    ],
  },
  {
    name: 'is read by students and by nobody else',
    kind: 'Pod',
    steps: (['student', 'nobody'] as const).flatMap((as) => [
      get('/api/v1/namespaces/default/pods/not-there', { as }),
      get('/api/v1/namespaces/not-there/pods', { as }),
      post(
        '/api/v1/namespaces/default/pods',
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: podSpec },
        { as },
      ),
      remove('/api/v1/namespaces/default/pods/a', undefined, { as }),
      remove('/api/v1/namespaces/default/pods', undefined, { as }),
      get('/api/v1/namespaces/default/pods/a/log', { as }),
      post('/api/v1/namespaces/default/pods/a/exec?command=ls&stdout=true', undefined, { as }),
      post(
        '/api/v1/namespaces/default/pods/a/eviction',
        { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } },
        { as },
      ),
    ]),
  },
  {
    name: 'is forbidden in the words of its scope',
    kind: 'Node',
    steps: [
      get('/api/v1/nodes', { as: 'nobody' }),
      get('/api/v1/nodes/pi5', { as: 'nobody' }),
      patch('/api/v1/nodes/pi5', MERGE, { spec: { unschedulable: true } }, { as: 'student' }),
      patch('/api/v1/nodes/pi5/status', MERGE, {}, { as: 'student' }),
      get('/api/v1/nodes/pi5/proxy/stats/summary', { as: 'student' }),
      get('/apis/metrics.k8s.io/v1beta1/nodes', { as: 'nobody' }),
      get('/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/services/a/rps', { as: 'nobody' }),
      get('/apis/wardle.example.com/v1beta1/namespaces/default/flunders', { as: 'nobody' }),
      get('/metrics', { as: 'nobody' }),
      get('/not/a/path', { as: 'nobody' }),
      get('/api/v1/unknown', { as: 'nobody' }),
      get('/apis/unknown.example.com/v1/things', { as: 'nobody' }),
    ],
  },
  {
    name: 'is hidden from readers',
    kind: 'Secret',
    steps: [
      get('/api/v1/secrets', { as: 'student' }),
      get('/api/v1/namespaces/default/secrets/a', { as: 'student' }),
      get('/api/v1/namespaces/default/secrets?watch=true', { as: 'student' }),
    ],
  },
  {
    name: 'grants what it says once it is bound',
    kind: 'Role',
    steps: [
      ...inNamespace,
      post(`/api/v1/namespaces/{ns}/configmaps`, configMap('a'), QUIET),
      get('/api/v1/namespaces/{ns}/configmaps/a', { as: 'nobody' }),
      post(ROLES, role('reader', READ_MAPS)),
      post(BINDINGS, bound('reader', { kind: 'Role', name: 'reader' }, [{ kind: 'User', name: 'nobody' }])),
      get('/api/v1/namespaces/{ns}/configmaps/a', { as: 'nobody', until: ({ kind }) => kind === 'ConfigMap' }),
      get('/api/v1/namespaces/{ns}/configmaps', { as: 'nobody' }),
      self({ resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'configmaps' } }, 'nobody'),
      put(`${ROLES}/reader`, role('reader', [{ ...READ_MAPS[0], resourceNames: ['b'] }])),
      get('/api/v1/namespaces/{ns}/configmaps/a', { as: 'nobody', until: ({ kind }) => kind === 'Status' }),
      remove(`${BINDINGS}/reader`),
      remove(`${ROLES}/reader`),
    ],
  },
  {
    name: 'gathers the rules of others by their labels',
    kind: 'ClusterRole',
    steps: [
      post(CLUSTER_ROLES, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: '{ns}-all' },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'join-{ns}': 'true' } }] },
      }),
      post(CLUSTER_ROLES, {
        ...role('{ns}-part', READ_MAPS, 'ClusterRole'),
        metadata: { name: '{ns}-part', labels: { 'join-{ns}': 'true' } },
      }),
      get(`${CLUSTER_ROLES}/{ns}-all`, {
        until: ({ rules }) => Array.isArray(rules) && rules.length > 0,
        ignored: ['metadata.managedFields'],
      }),
      remove(`${CLUSTER_ROLES}/{ns}-part`),
      get(`${CLUSTER_ROLES}/{ns}-all`, { until: ({ rules }) => rules === null, ignored: ['metadata.managedFields'] }),
    ],
  },
  {
    name: 'is there in its default form',
    kind: 'ClusterRole',
    steps: [
      'view',
      'edit',
      'admin',
      'cluster-admin',
      'system:discovery',
      'system:basic-user',
      'system:public-info-viewer',
    ].map((name) => get(`${CLUSTER_ROLES}/${name}`, { ignored: ['metadata.managedFields'] })),
  },
  {
    name: 'gets a token for as long as it asks',
    kind: 'ServiceAccount',
    steps: [
      ...inNamespace,
      post(ACCOUNTS, account('robot')),
      post(`${ACCOUNTS}/robot/token`, tokenRequest({}), TOKEN),
      post(`${ACCOUNTS}/robot/token`, tokenRequest({ expirationSeconds: 1200, audiences: ['a', 'b'] }), TOKEN),
      post(`${ACCOUNTS}/robot/token`, tokenRequest({ expirationSeconds: 60 })),
      post(`${ACCOUNTS}/robot/token`, tokenRequest({ expirationSeconds: 2 ** 33 })),
      post(`${ACCOUNTS}/nobody/token`, tokenRequest({})),
      post(
        `${ACCOUNTS}/robot/token`,
        tokenRequest({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'not-there' } }),
      ),
      post(
        `${ACCOUNTS}/robot/token`,
        tokenRequest({ boundObjectRef: { apiVersion: 'v1', kind: 'Node', name: 'pi5' } }),
        {
          ignored: [...TOKEN.ignored, 'metadata.managedFields'],
        },
      ),
      post(
        `${ACCOUNTS}/robot/token`,
        tokenRequest({ boundObjectRef: { apiVersion: 'v1', kind: 'Service', name: 'a' } }),
      ),
    ],
  },
  {
    name: 'is impersonated by those who may',
    kind: 'ServiceAccount',
    steps: [
      ...inNamespace,
      kubectl('auth', 'can-i', 'list', 'pods', '-n', '{ns}', '--as=system:serviceaccount:{ns}:default'),
      kubectl('get', 'pods', '-n', '{ns}', '--as=system:serviceaccount:{ns}:default'),
      kubectl('get', 'pods', '-n', '{ns}', '--as=jane', '--as-group=students'),
      kubectl('get', 'nodes', '--as=jane'),
      { ...kubectl('get', 'pods', '-n', '{ns}', '--as=jane'), as: 'student' },
      { ...kubectl('get', 'pods', '-n', '{ns}', '--as=jane', '--as-group=system:masters'), as: 'student' },
      { ...kubectl('get', 'pods', '-n', '{ns}', '--as=system:serviceaccount:a:b'), as: 'student' },
      kubectl('auth', 'whoami', '--as=system:serviceaccount:{ns}:default'),
    ],
  },
];
