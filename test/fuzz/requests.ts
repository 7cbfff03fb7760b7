// For tests: seeded requests, sound and broken.
import { Random } from '#lib/sim/random.ts';
import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';
import {
  ACCEPTS,
  BODY_TYPES,
  BROKEN_BODIES,
  DELETE_OPTIONS,
  HOSTILE,
  HOSTILE_KEYS,
  METADATA,
  NAMES,
  NAMESPACES,
  ODD_PATHS,
  PATCH_TYPES,
  POINTERS,
  QUERIES,
  SUBRESOURCES,
} from './words.ts';

export interface Shot {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Mostly those that change something. */
const METHODS = ['GET', 'POST', 'POST', 'POST', 'PUT', 'PUT', 'PATCH', 'PATCH', 'DELETE'];

/** Draws requests: most parts of each are sound, so that what is broken gets far enough to hurt. */
export class Gun {
  readonly #random: Random;
  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#random.integer(choices.length)] as T;
  }

  #chance(percent: number): boolean {
    return this.#random.integer(100) < percent;
  }

  shot(): Shot {
    const method = this.#chance(4) ? this.#pick(['OPTIONS', 'HEAD', 'TRACE']) : this.#pick(METHODS);
    const kind = this.#pick(KINDS);
    const headers: Record<string, string> = {};
    if (this.#chance(15)) headers.accept = this.#pick(ACCEPTS);
    if (this.#chance(3)) headers['impersonate-user'] = this.#pick(['student', 'x', '']);
    let body: string | Buffer = '';
    if (method === 'PATCH') {
      headers['content-type'] = this.#pick(PATCH_TYPES);
      body = this.#patch(kind);
    } else if (method !== 'GET' && method !== 'HEAD' && this.#chance(method === 'DELETE' ? 40 : 95)) {
      headers['content-type'] = this.#chance(85) ? 'application/json' : this.#pick(BODY_TYPES);
      body = this.#body(method === 'DELETE' ? DELETE_OPTIONS : this.#object(kind));
    }
    return { method, path: this.#path(kind, method === 'POST' ? 10 : method === 'GET' ? 60 : 96), headers, body };
  }

  #path(kind: Kind, namedPercent: number): string {
    if (this.#chance(3)) return this.#pick(ODD_PATHS);
    const place = kind.namespaced && this.#chance(95) ? `/namespaces/${this.#pick(NAMESPACES)}` : '';
    const name = this.#chance(namedPercent) ? `/${this.#pick(NAMES)}` : '';
    const sub = name !== '' && this.#chance(15) ? `/${this.#pick(SUBRESOURCES)}` : '';
    const query = Array.from({ length: this.#random.integer(3) }, () => this.#pick(QUERIES)).join('&');
    return `${kind.root}${place}/${kind.resource}${name}${sub}?${query}`;
  }

  #object(kind: Kind): unknown {
    const metadata = {
      name: this.#pick(NAMES),
      labels: { app: 'f' },
      ...(this.#chance(30) ? this.#pick(METADATA) : {}),
    };
    return { apiVersion: kind.apiVersion, kind: kind.kind, metadata, ...this.#pick(kind.bodies) };
  }

  #body(object: unknown): string | Buffer {
    if (this.#chance(8)) return this.#pick(BROKEN_BODIES);
    return JSON.stringify(this.#chance(45) ? this.#broken(object, 0) : object);
  }

  /** The same with one thing inside replaced by another type, a hostile value, or nothing. */
  #broken(value: unknown, depth: number): unknown {
    if (typeof value !== 'object' || value === null || (depth > 0 && this.#chance(15))) return this.#pick(HOSTILE);
    if (Array.isArray(value)) {
      const at = this.#random.integer(Math.max(1, value.length));
      return value.length === 0
        ? [this.#pick(HOSTILE)]
        : value.map((item, i) => (i === at ? this.#broken(item, depth + 1) : item));
    }
    const keys = Object.keys(value);
    const key = this.#chance(10) || keys.length === 0 ? this.#pick(HOSTILE_KEYS) : this.#pick(keys);
    const inner: unknown = (value as Record<string, unknown>)[key];
    return { ...value, [key]: this.#broken(inner, depth + 1) };
  }

  #patch(kind: Kind): string {
    const operations = Array.from({ length: 1 + this.#random.integer(3) }, () => ({
      op: this.#pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'zap', 7]),
      path: this.#pick(POINTERS),
      ...(this.#chance(70) ? { value: this.#pick(HOSTILE) } : {}),
      ...(this.#chance(30) ? { from: this.#pick(POINTERS) } : {}),
    }));
    if (this.#chance(35)) return JSON.stringify(this.#chance(90) ? operations : this.#pick(HOSTILE));
    return String(this.#body(this.#object(kind)));
  }
}
