// Words made a sentence.

/** What begins with a word, and not with somebody's name: `system:admin`, `http_requests`, `my-app`. */
const WORD = /^[a-z]+(?=[ ,])/;

/** With a capital and a full stop. */
export function sentence(text: string): string {
  return ended(WORD.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text);
}

/** With a full stop where it has no end: for the last words of a sentence. */
export function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
