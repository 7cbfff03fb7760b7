// Level baseline of the Pod Security Standards: what no pod needs that is not part of the cluster itself.
// Mirrors k8s.io/pod-security-admission policy/check_{capabilities_baseline,hostNamespaces,hostPathVolumes,hostPorts,
// privileged,procMount_baseline,seccompProfile_baseline}.go.
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { allContainers, containerWords, quoted, type Violation, violation } from './containers.ts';

type Check = (spec: PodSpec) => Violation | null;

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const capabilities: Check = (spec) => {
  const added = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((one) => !DEFAULT_CAPABILITIES.has(one));
  const all = [...new Set(allContainers(spec).flatMap(added))].sort();
  return violation(
    spec,
    'non-default capabilities',
    (container) => added(container).length > 0,
    (who) => `${who} must not include ${quoted(all)} in securityContext.capabilities.add`,
  );
};

const hostNamespaces: Check = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, is]) => is === true);
  return used.length === 0
    ? null
    : { reason: 'host namespaces', detail: used.map(([name]) => `${name}=true`).join(', ') };
};

const hostPaths: Check = ({ volumes = [] }) => {
  const names = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  const detail = `${names.length === 1 ? 'volume' : 'volumes'} ${quoted(names)}`;
  return names.length === 0 ? null : { reason: 'hostPath volumes', detail };
};

const hostPorts: Check = (spec) => {
  const portsOf = ({ ports = [] }: Container) =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [hostPort]));
  const bad = allContainers(spec).filter((container) => portsOf(container).length > 0);
  const ports = [...new Set(bad.flatMap(portsOf).map(String))].sort();
  if (bad.length === 0) return null;
  const who = containerWords(bad.map(({ name }) => name));
  const uses = `${bad.length === 1 ? 'uses' : 'use'} ${ports.length === 1 ? 'hostPort' : 'hostPorts'}`;
  return { reason: 'hostPort', detail: `${who} ${uses} ${ports.join(', ')}` };
};

const privileged: Check = (spec) =>
  violation(
    spec,
    'privileged',
    ({ securityContext }) => securityContext?.privileged === true,
    (who) => `${who} must not set securityContext.privileged=true`,
  );

const procMount: Check = (spec) =>
  violation(
    spec,
    'procMount',
    ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default',
    (who) => `${who} must not set securityContext.procMount to "Unmasked"`,
  );

const seccomp: Check = (spec) => {
  const isBad = (type: string | undefined) => type === 'Unconfined';
  const pod = isBad(spec.securityContext?.seccompProfile?.type) ? ['pod'] : [];
  const names = allContainers(spec)
    .filter(({ securityContext }) => isBad(securityContext?.seccompProfile?.type))
    .map(({ name }) => name);
  const setters = [...pod, ...(names.length === 0 ? [] : [containerWords(names)])];
  if (setters.length === 0) return null;
  const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`;
  return { reason: 'seccompProfile', detail };
};

/** In the order of their names; `overridden` where a check of the level above says more of the same. */
export const BASELINE: readonly { check: Check; overridden?: true }[] = [
  { check: capabilities, overridden: true },
  { check: hostNamespaces },
  { check: hostPaths, overridden: true },
  { check: hostPorts },
  { check: privileged },
  { check: procMount },
  { check: seccomp, overridden: true },
];
