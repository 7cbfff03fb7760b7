import 'server-only';
// Which registries this server asks: what the operator said, else every one where only this machine's user can look.
// A simulated cluster brings a registry of its own, which stands for all of them.
import type { ClusterConfig } from '#lib/kube/index.ts';
import { EVERY_REGISTRY, NO_REGISTRIES, type RegistryPolicy } from '#lib/registry/policy.ts';
import type { Settings } from '../environment.ts';

export type RegistrySettings = Pick<Settings, 'registries' | 'registryMirror' | 'readOnly'>;

/** Nothing said, nobody asked: for a hub without settings. */
export const SILENT: RegistrySettings = { registries: null, registryMirror: null, readOnly: true };

export function registryPolicy(settings: RegistrySettings, { simulated, kubeConfig }: ClusterConfig): RegistryPolicy {
  const { registries, registryMirror, readOnly } = settings;
  const own = simulated?.registry ?? '';
  if (own !== '') {
    // The kubeconfig names it, and it is a part of what is looked at: nothing leaves for the world.
    const data = kubeConfig.getCurrentCluster()?.caData;
    const ca = data === undefined ? null : Buffer.from(data, 'base64').toString('utf8');
    return { ...(registries ?? EVERY_REGISTRY), mirror: { url: own, ca, takesCredentials: true } };
  }
  // Images of a simulation are made up: nobody is asked for them unless told to.
  const silent = readOnly || simulated !== null;
  const choice = registries ?? (silent ? NO_REGISTRIES : EVERY_REGISTRY);
  const mirror = registryMirror === null ? null : { url: registryMirror, ca: null, takesCredentials: false };
  return { ...choice, mirror };
}
