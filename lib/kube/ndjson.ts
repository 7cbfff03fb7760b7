// Frames a watch: one JSON text a line, over chunks that end anywhere.
import { StatusError } from './status-error.ts';

const NEWLINE = 0x0a;
/** etcd keeps objects under 1.5 MiB; as JSON, with escapes, none comes near this. */
export const LINE_BYTES_MAX = 8 * 1024 * 1024;

/** Yields each line without its newline; throws StatusError where one grows beyond the bound. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  lineBytesMax = LINE_BYTES_MAX,
): AsyncGenerator<string, void, void> {
  let parts: Uint8Array[] = [];
  let partsBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const line = join(parts, chunk.subarray(from, at));
      parts = [];
      partsBytes = 0;
      from = at + 1;
      if (line !== '') yield line;
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from));
      partsBytes += chunk.length - from;
      if (partsBytes > lineBytesMax) throw new StatusError(502, 'InternalError', 'a watch event is too large to read');
    }
  }
  // A cut connection leaves half an event: not an event.
}

function join(parts: readonly Uint8Array[], last: Uint8Array): string {
  return Buffer.concat(parts.length === 0 ? [last] : [...parts, last]).toString('utf8');
}
