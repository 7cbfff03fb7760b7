// What servers say of their failures is shown to whoever looks: not where it names addresses, and not at any length.

const LENGTH_MAX = 300;
/** IPv4, IPv6 as a host, a URL, and what Go's net package says of a connection. */
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\[[0-9a-f]*:[0-9a-f:.]*\]|\bhttps?:\/\/|\bdial (?:tcp|udp)\b/i;

/** `instead` in place of words that name an address. */
export function shownWords(words: string, instead: string): string {
  return ADDRESS.test(words) ? instead : words.slice(0, LENGTH_MAX);
}
