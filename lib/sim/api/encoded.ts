// Which objects' bytes are kept: the last ones that were asked for, up to a bound, and none for longer than its object.
import type { KubeObject } from '../store/object.ts';

/** Of each of the two generations, over all clusters of the process; an object that is gone may still count for a while. */
const GENERATION_BYTES_MAX = 8 * 1024 * 1024;

interface Entry {
  /** What kind of bytes they are, in the maker's words: a version, or a version and what happened. */
  form: string;
  bytes: Buffer;
}

export class EncodedObjects {
  #young = new WeakMap<KubeObject, Entry>();
  #old = new WeakMap<KubeObject, Entry>();
  #youngBytes = 0;

  /** Made once for all who ask for the same form within a while. */
  bytesOf(object: KubeObject, form: string, make: () => Buffer): Buffer {
    const young = this.#young.get(object);
    if (young?.form === form) return young.bytes;
    const old = this.#old.get(object);
    const bytes = old?.form === form ? old.bytes : make();
    this.#young.set(object, { form, bytes });
    this.#youngBytes += bytes.length;
    if (this.#youngBytes > GENERATION_BYTES_MAX) {
      this.#old = this.#young;
      this.#young = new WeakMap();
      this.#youngBytes = 0;
    }
    return bytes;
  }
}
