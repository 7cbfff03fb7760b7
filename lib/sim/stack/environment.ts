// What a container finds in its environment and in its files: as far as ConfigMaps and Secrets tell.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { ObjectSource } from '../usage/load.ts';

/** Of one variable; undefined where it is not set. */
export function variableOf(source: ObjectSource, pod: Pod, container: Container, name: string): string | undefined {
  const variable = container.env?.find((one) => one.name === name);
  if (variable?.value !== undefined) return variable.value;
  const namespace = pod.metadata?.namespace;
  const { secretKeyRef, configMapKeyRef } = variable?.valueFrom ?? {};
  if (configMapKeyRef !== undefined) {
    return source.get('configmaps', namespace, configMapKeyRef.name ?? '')?.data?.[configMapKeyRef.key];
  }
  if (secretKeyRef === undefined) return undefined;
  const data = source.get('secrets', namespace, secretKeyRef.name ?? '')?.data?.[secretKeyRef.key];
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString();
}

/** The text of a file that stands in a ConfigMap; undefined where none of the container's volumes brings it. */
export function fileOf(source: ObjectSource, pod: Pod, container: Container, path: string): string | undefined {
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const folder = mountPath.endsWith('/') ? mountPath : `${mountPath}/`;
    if (!path.startsWith(folder)) continue;
    const file = path.slice(folder.length);
    const map = pod.spec?.volumes?.find((volume) => volume.name === name)?.configMap;
    if (map === undefined) continue;
    const key = map.items === undefined ? file : map.items.find((item) => item.path === file)?.key;
    return source.get('configmaps', pod.metadata?.namespace, map.name ?? '')?.data?.[key ?? ''];
  }
  return undefined;
}
