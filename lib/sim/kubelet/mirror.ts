// Registries of a classroom without internet: under a prefix they hold what the world's registries have.
// `registry.example:5000/mirror/library/traefik` is docker.io's library/traefik.

/** As people call their own: by that name, or behind a port. All others hold what they are known to hold. */
const OWN_REGISTRY = /^registry\.|:\d+$/;

export class Mirror {
  readonly #hosts = new Set<string>();
  /** By path: `library/traefik` is in `docker.io/library/traefik`. The first registry that has it counts. */
  readonly #originals = new Map<string, string>();

  /** A repository with its host. Its registry holds what it says it holds, and mirrors nobody. */
  add(repository: string): void {
    const slash = repository.indexOf('/');
    this.#hosts.add(repository.slice(0, slash));
    const path = repository.slice(slash + 1);
    if (!this.#originals.has(path)) this.#originals.set(path, repository);
  }

  /** Undefined where its registry mirrors nobody, or no end of its path is known to any of them. */
  originalOf(repository: string): string | undefined {
    const [host = '', ...path] = repository.split('/');
    if (!OWN_REGISTRY.test(host) || this.#hosts.has(host)) return undefined;
    for (let from = 0; from < path.length; from++) {
      const original = this.#originals.get(path.slice(from).join('/'));
      if (original !== undefined) return original;
    }
    return undefined;
  }
}
