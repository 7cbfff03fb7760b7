import 'server-only';
// The cluster in the scheduler's terms, from what is watched: made anew when something changed, and only where it did.
import { compareText } from '#lib/model/compare-text.ts';
import { NodeInfos } from '#lib/model/placement/node-infos.ts';
import type { ClusterPicture } from '#lib/model/placement/picture.ts';
import { groupBy } from '#lib/model/records/grouping.ts';
import type { Storage } from '#lib/rules/volumes/pod-volumes.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { SideName } from '../live/side-sources.ts';

const STORAGE_SOURCES = [
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses.storage.k8s.io',
] as const satisfies readonly SideName[];

export class PictureMaker {
  readonly #cache: ClusterCache;
  readonly #infos = new NodeInfos();
  #current: ClusterPicture | null = null;
  #version = 0;

  constructor(cache: ClusterCache) {
    this.#cache = cache;
  }

  /** One for all who ask in the same turn: nothing can have changed meanwhile. */
  picture(): ClusterPicture {
    if (this.#current === null) {
      this.#current = this.#made();
      queueMicrotask(() => {
        this.#current = null;
      });
    }
    return this.#current;
  }

  #made(): ClusterPicture {
    const { side, nodes: known, podsKnown } = this.#cache;
    const nodes = [...known.values()].sort((a, b) => compareText(a.name, b.name));
    const infos = this.#infos.of(nodes, (node) => (podsKnown ? this.#cache.podsOn(node).values() : []));
    const services = groupBy(side.items('services').values(), ({ namespace }) => namespace);
    const namespaces = side.items('namespaces');
    return {
      nodes,
      infos,
      storage: this.#storage(),
      labelsOfNamespace: (namespace) => namespaces.get(namespace)?.labels ?? {},
      serviceSelectors: (namespace) => (services.get(namespace) ?? []).map(({ selector }) => selector),
      known: {
        pods: podsKnown,
        namespaces: side.known('namespaces'),
        services: side.known('services'),
        storage: STORAGE_SOURCES.every((name) => side.known(name)),
      },
      version: ++this.#version,
    };
  }

  #storage(): Storage {
    const { side } = this.#cache;
    const volumes = side.items('persistentvolumes');
    const classes = side.items('storageclasses.storage.k8s.io');
    const claims = side.items('persistentvolumeclaims');
    return {
      claim: (namespace, name) => claims.get(`${namespace}/${name}`),
      volume: (name) => volumes.get(name),
      storageClass: (name) => classes.get(name),
      volumes: () => [...volumes.values()],
    };
  }
}
