// Seeded randomness: the only kind allowed in lib/sim, so that one seed gives one history.

/** Of generated names (apimachinery util/rand): no vowels, 0, 1 or 3, so that no word and no other digit is read into them. */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
/** Of a generated name's 63 characters, those before the suffix. */
const GENERATED_BASE_MAX = 58;

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Integer in [0, below). */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** A suffix as generateName appends it: five characters by default. */
  suffix(length = 5): string {
    let text = '';
    for (let i = 0; i < length; i++) text += NAME_ALPHABET[this.integer(NAME_ALPHABET.length)];
    return text;
  }

  /** A name as generateName gives it: the base, cut so that it stays one label, and a suffix (apiserver storage/names). */
  nameFrom(base: string): string {
    return base.slice(0, GENERATED_BASE_MAX) + this.suffix();
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.integer(16).toString(16));
    hex[12] = '4';
    hex[16] = '89ab'[this.integer(4)] as string;
    const text = hex.join('');
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  }
}
