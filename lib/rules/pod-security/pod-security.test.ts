// What keeps pods from namespaces, in the words that a real API server has for it.
import type { PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { type SecurityLevel, securityComplaint, securityPolicy } from './pod-security.ts';

const image = 'nginx';
const BARE: PodSpec = { containers: [{ name: 'web', image }] };
const FIT: PodSpec = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'web',
      image,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
  volumes: [{ name: 'scratch', emptyDir: {} }],
};
const [FIT_CONTAINER = { name: '' }] = FIT.containers;

describe('a pod under the Pod Security Standards', () => {
  it.each<[string, SecurityLevel, PodSpec, string | null]>([
    ['anything where nothing is forbidden', 'privileged', { ...BARE, hostNetwork: true }, null],
    ['a plain one below restricted', 'baseline', BARE, null],
    [
      'a plain one',
      'restricted',
      BARE,
      '"restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
    ['one that asks for nothing', 'restricted', FIT, null],
    [
      'the board it runs on',
      'baseline',
      {
        ...BARE,
        hostNetwork: true,
        hostPID: true,
        volumes: [{ name: 'disk', hostPath: { path: '/' } }],
        containers: [
          { name: 'web', image, ports: [{ containerPort: 80, hostPort: 80 }], securityContext: { privileged: true } },
        ],
      },
      '"baseline:latest": host namespaces (hostNetwork=true, hostPID=true), hostPath volumes (volume "disk"), hostPort (container "web" uses hostPort 80), privileged (container "web" must not set securityContext.privileged=true)',
    ],
    [
      'a directory of its board',
      'restricted',
      { ...FIT, volumes: [{ name: 'disk', hostPath: { path: '/' } }] },
      '"restricted:latest": restricted volume types (volume "disk" uses restricted volume type "hostPath")',
    ],
    [
      'root in two containers',
      'restricted',
      {
        ...FIT,
        containers: ['a', 'b'].map((name) => ({
          ...FIT_CONTAINER,
          name,
          securityContext: { ...FIT_CONTAINER.securityContext, runAsUser: 0 },
        })),
      },
      '"restricted:latest": runAsUser=0 (containers "a", "b" must not set runAsUser=0)',
    ],
    [
      'capabilities',
      'baseline',
      { containers: [{ name: 'web', image, securityContext: { capabilities: { add: ['NET_ADMIN', 'KILL'] } } }] },
      '"baseline:latest": non-default capabilities (container "web" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      'init containers as well',
      'restricted',
      {
        ...FIT,
        initContainers: [{ ...FIT_CONTAINER, name: 'first', securityContext: { capabilities: { drop: ['ALL'] } } }],
      },
      '"restricted:latest": allowPrivilegeEscalation != false (container "first" must set securityContext.allowPrivilegeEscalation=false)',
    ],
  ])('%s: %s', (_what, level, spec, complaint) => {
    expect(securityComplaint({ level, version: 'latest' }, spec)).toBe(complaint);
  });
});

describe('the policy of a namespace', () => {
  it.each([
    [{}, { level: 'privileged', version: 'latest' }],
    [{ 'pod-security.kubernetes.io/enforce': 'baseline' }, { level: 'baseline', version: 'latest' }],
    [
      { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'v1.30' },
      { level: 'restricted', version: 'v1.30' },
    ],
    [{ 'pod-security.kubernetes.io/warn': 'restricted' }, { level: 'privileged', version: 'latest' }],
  ])('of labels %j', (labels, policy) => {
    expect(securityPolicy(labels, 'enforce')).toEqual(policy);
  });
});
