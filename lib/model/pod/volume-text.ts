// What a volume is, in a few words: `ConfigMap nginx-conf`, `claim data`, `a directory of the board /var/log`.
import type { Volume } from 'kubernetes-types/core/v1';

export function volumeText(volume: Volume): string {
  const { configMap, secret, persistentVolumeClaim, emptyDir, hostPath, projected, downwardAPI, ephemeral, nfs } =
    volume;
  if (configMap !== undefined) return `ConfigMap ${configMap.name ?? ''}`;
  if (secret !== undefined) return `Secret ${secret.secretName ?? ''}`;
  if (persistentVolumeClaim !== undefined) return `claim ${persistentVolumeClaim.claimName}`;
  if (ephemeral !== undefined) return `a claim of its own, ${volume.name}`;
  if (emptyDir !== undefined) {
    return emptyDir.medium === 'Memory' ? `${volume.name}, in memory` : `${volume.name}, gone with the pod`;
  }
  if (hostPath !== undefined) return `the board's ${hostPath.path}`;
  if (nfs !== undefined) return `NFS ${nfs.server}:${nfs.path}`;
  if (downwardAPI !== undefined) return 'facts about the pod';
  if (projected !== undefined) return projectedText(projected.sources ?? []);
  // What is left has a field of its driver's name.
  const driver = Object.keys(volume).find((key) => key !== 'name');
  return driver === undefined ? volume.name : `${driver} ${volume.name}`;
}

function projectedText(sources: readonly object[]): string {
  const isToken = sources.some((source) => 'serviceAccountToken' in source);
  return isToken ? 'token of its service account' : 'several sources in one place';
}
