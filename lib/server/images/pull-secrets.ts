import 'server-only';
// The pull secrets of pods, where this dashboard's user may read them: kept for a moment, shown to nobody.
import type { Secret } from 'kubernetes-types/core/v1';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import { type PullEntry, parsePullSecret } from '#lib/registry/credentials.ts';

const TIMEOUT_MS = 5_000;
/** A Secret is at most 1 MiB, and base64 in JSON a third more. */
const SECRET_BYTES_MAX = 2 * 1024 * 1024;
/** One round of images asks for the same few. */
const LASTS_MS = 60_000;
const SECRETS_MAX = 200;
const KEYS = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
} as const;

/** `forbidden` where the user may not read it; null where it is not there, or not to be had now. */
export type PullSecret = readonly PullEntry[] | 'forbidden' | null;

export class PullSecrets {
  readonly #transport: Transport;
  readonly #known = new Map<string, { secret: Promise<PullSecret>; untilMs: number }>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  read(namespace: string, name: string): Promise<PullSecret> {
    const key = `${namespace}/${name}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > Date.now()) return known.secret;
    if (this.#known.size >= SECRETS_MAX) this.#known.clear();
    const secret = this.#read(namespace, name);
    this.#known.set(key, { secret, untilMs: Date.now() + LASTS_MS });
    return secret;
  }

  /** Another cluster, or nobody looks any more. */
  forget(): void {
    this.#known.clear();
  }

  async #read(namespace: string, name: string): Promise<PullSecret> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
    try {
      const { body } = await this.#transport.json({ path, timeoutMs: TIMEOUT_MS, limitBytes: SECRET_BYTES_MAX });
      // The API server answers what the path names.
      return entriesOf(body as Secret);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      return error.code === 403 ? 'forbidden' : null;
    }
  }
}

function entriesOf({ type = '', data = {} }: Secret): PullEntry[] {
  const key = Object.hasOwn(KEYS, type) ? KEYS[type as keyof typeof KEYS] : null;
  const encoded = key === null ? undefined : data[key];
  return key === null || encoded === undefined
    ? []
    : parsePullSecret(key, Buffer.from(encoded, 'base64').toString('utf8'));
}
