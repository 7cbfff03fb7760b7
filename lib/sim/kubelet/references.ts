// What a pod needs of ConfigMaps and Secrets before it can start, and the kubelet's words where it is not there.
// Mirrors kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables and pkg/volume/{configmap,secret,projected}.
import type {
  ConfigMap,
  Container,
  EnvVar,
  KeyToPath,
  Pod,
  Secret,
  Volume,
  VolumeProjection,
} from 'kubernetes-types/core/v1';

/** Where a kubelet looks them up. */
export interface Configuration {
  configMap(namespace: string, name: string): ConfigMap | undefined;
  secret(namespace: string, name: string): Secret | undefined;
}

type Kind = 'configmap' | 'secret';
const TITLES: Readonly<Record<Kind, string>> = { configmap: 'ConfigMap', secret: 'Secret' };

/** Why the container cannot be created; null where nothing is missing. */
export function environmentError(pod: Pod, container: Container, configuration: Configuration): string | null {
  const namespace = pod.metadata?.namespace ?? '';
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const [kind, reference] =
      configMapRef === undefined ? (['secret', secretRef] as const) : (['configmap', configMapRef] as const);
    if (reference === undefined || reference.optional === true) continue;
    if (keysOf(kind, namespace, reference.name, configuration) === null) return notFound(kind, reference.name);
  }
  for (const variable of container.env ?? []) {
    const error = variableError(namespace, variable, configuration);
    if (error !== null) return error;
  }
  return null;
}

function variableError(namespace: string, { valueFrom }: EnvVar, configuration: Configuration): string | null {
  const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  const [kind, reference] =
    configMapKeyRef === undefined ? (['secret', secretKeyRef] as const) : (['configmap', configMapKeyRef] as const);
  if (reference === undefined || reference.optional === true) return null;
  const keys = keysOf(kind, namespace, reference.name, configuration);
  if (keys === null) return notFound(kind, reference.name);
  const { key, name = '' } = reference;
  return keys.has(key) ? null : `couldn't find key ${key} in ${TITLES[kind]} ${namespace}/${name}`;
}

/** `MountVolume.SetUp failed for volume "config" : configmap "app" not found`, for each volume that cannot be mounted. */
export function mountErrors(pod: Pod, configuration: Configuration): string[] {
  const namespace = pod.metadata?.namespace ?? '';
  return (pod.spec?.volumes ?? []).flatMap((volume) => {
    const error = volumeError(namespace, volume, configuration);
    return error === null ? [] : [`MountVolume.SetUp failed for volume "${volume.name}" : ${error}`];
  });
}

function volumeError(
  namespace: string,
  { configMap, secret, projected }: Volume,
  configuration: Configuration,
): string | null {
  if (configMap !== undefined) return sourceError('configmap', namespace, configMap, configuration);
  if (secret !== undefined) {
    return sourceError('secret', namespace, { ...secret, name: secret.secretName }, configuration);
  }
  const errors = (projected?.sources ?? []).map((source) => projectionError(namespace, source, configuration));
  return errors.find((error) => error !== null) ?? null;
}

function projectionError(
  namespace: string,
  { configMap, secret }: VolumeProjection,
  configuration: Configuration,
): string | null {
  if (configMap !== undefined) return sourceError('configmap', namespace, configMap, configuration);
  return secret === undefined ? null : sourceError('secret', namespace, secret, configuration);
}

interface Source {
  name?: string | undefined;
  optional?: boolean;
  items?: KeyToPath[];
}

function sourceError(kind: Kind, namespace: string, source: Source, configuration: Configuration): string | null {
  if (source.optional === true) return null;
  const keys = keysOf(kind, namespace, source.name, configuration);
  if (keys === null) return notFound(kind, source.name);
  const missing = source.items?.find(({ key }) => !keys.has(key));
  if (missing === undefined) return null;
  return kind === 'configmap'
    ? `configmap references non-existent config key: ${missing.key}`
    : `references non-existent secret key: ${missing.key}`;
}

function notFound(kind: Kind, name: string | undefined): string {
  return `${kind} "${name ?? ''}" not found`;
}

function keysOf(
  kind: Kind,
  namespace: string,
  name: string | undefined,
  configuration: Configuration,
): Set<string> | null {
  if (kind === 'secret') {
    const found = configuration.secret(namespace, name ?? '');
    return found === undefined ? null : new Set(Object.keys(found.data ?? {}));
  }
  const found = configuration.configMap(namespace, name ?? '');
  return found === undefined
    ? null
    : new Set([...Object.keys(found.data ?? {}), ...Object.keys(found.binaryData ?? {})]);
}
