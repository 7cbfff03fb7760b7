// Level restricted of the Pod Security Standards: what a well-behaved pod can do without.
// Mirrors k8s.io/pod-security-admission policy/check_{allowPrivilegeEscalation,capabilities_restricted,restrictedVolumes,
// runAsNonRoot,runAsUser,seccompProfile_restricted}.go.
import type { Container, PodSpec, Volume } from 'kubernetes-types/core/v1';
import { allContainers, containerWords, quoted, type Violation, violation } from './containers.ts';

type Check = (spec: PodSpec) => Violation | null;

const VOLUME_KINDS: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const privilegeEscalation: Check = (spec) =>
  violation(
    spec,
    'allowPrivilegeEscalation != false',
    ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
    (who) => `${who} must set securityContext.allowPrivilegeEscalation=false`,
  );

const capabilities: Check = (spec) => {
  const forbidden = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((one) => one !== 'NET_BIND_SERVICE');
  const containers = allContainers(spec);
  const keeping = containers.filter(({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const adding = containers.filter((container) => forbidden(container).length > 0);
  const added = quoted([...new Set(adding.flatMap(forbidden))].sort());
  const details = [
    ...(keeping.length === 0 ? [] : [`${words(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0 ? [] : [`${words(adding)} must not include ${added} in securityContext.capabilities.add`]),
  ];
  return details.length === 0 ? null : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

const volumes: Check = (spec) => {
  const kindOf = (volume: Volume) => Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
  const bad = (spec.volumes ?? []).filter((volume) => !VOLUME_KINDS.has(kindOf(volume)));
  if (bad.length === 0) return null;
  const kinds = [...new Set(bad.map(kindOf))].sort();
  const who = `${bad.length === 1 ? 'volume' : 'volumes'} ${quoted(bad.map(({ name }) => name))}`;
  const uses = `${bad.length === 1 ? 'uses restricted volume type' : 'use restricted volume types'} ${quoted(kinds)}`;
  return { reason: 'restricted volume types', detail: `${who} ${uses}` };
};

const nonRoot: Check = (spec) => {
  const ofPod = spec.securityContext?.runAsNonRoot;
  const containers = allContainers(spec);
  const refusing = containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === false);
  const silent = containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  const reason = 'runAsNonRoot != true';
  const setters = [...(ofPod === false ? ['pod'] : []), ...(refusing.length === 0 ? [] : [words(refusing)])];
  if (setters.length > 0) {
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  }
  if (ofPod === true || silent.length === 0) return null;
  return { reason, detail: `pod or ${words(silent)} must set securityContext.runAsNonRoot=true` };
};

const user: Check = (spec) => {
  const root = allContainers(spec).filter(({ securityContext }) => securityContext?.runAsUser === 0);
  const setters = [
    ...(spec.securityContext?.runAsUser === 0 ? ['pod'] : []),
    ...(root.length === 0 ? [] : [words(root)]),
  ];
  return setters.length === 0
    ? null
    : { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` };
};

const seccomp: Check = (spec) => {
  const isGood = (type: string | undefined) => type === 'RuntimeDefault' || type === 'Localhost';
  const typeOf = ({ securityContext }: Pick<Container, 'securityContext'>) => securityContext?.seccompProfile?.type;
  const ofPod = spec.securityContext?.seccompProfile?.type;
  const containers = allContainers(spec);
  const bad = containers.filter((container) => typeOf(container) !== undefined && !isGood(typeOf(container)));
  const silent = containers.filter((container) => typeOf(container) === undefined);
  const reason = 'seccompProfile';
  const isPodBad = ofPod !== undefined && !isGood(ofPod);
  const setters = [...(isPodBad ? ['pod'] : []), ...(bad.length === 0 ? [] : [words(bad)])];
  if (setters.length > 0) {
    const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`;
    return { reason, detail };
  }
  if (isGood(ofPod) || silent.length === 0) return null;
  const must = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason, detail: `pod or ${words(silent)} ${must}` };
};

function words(containers: readonly Container[]): string {
  return containerWords(containers.map(({ name }) => name));
}

/** In the order of their names. */
export const RESTRICTED: readonly Check[] = [privilegeEscalation, capabilities, volumes, nonRoot, user, seccomp];
