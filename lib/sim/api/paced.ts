// Sends what is long bit by bit: neither other requests nor memory wait for the slowest reader.
import type { Sink } from './answer.ts';

/** Written at one go, before others get their turn. */
const SLICE_BYTES = 256 * 1024;
/** More than this is not prepared for a reader that is slower than we are. */
const WAITING_BYTES_MAX = 1024 * 1024;

/** Writes all chunks, as fast as they are read, and then calls `done`; nothing more once the reader is gone. */
export function sendPaced(sink: Sink, chunks: Iterator<Uint8Array | string>, done: () => void): void {
  let isGone = false;
  sink.onClose(() => {
    isGone = true;
  });
  const send = (): void => {
    if (isGone) return;
    const { slice, isLast } = nextSlice(chunks);
    const waitingBytes = sink.write(slice);
    if (isLast) done();
    else if (waitingBytes < WAITING_BYTES_MAX) setImmediate(send);
    else sink.onDrain(send);
  };
  send();
}

/** One buffer of many chunks: each write costs a frame. */
function nextSlice(chunks: Iterator<Uint8Array | string>): { slice: Buffer; isLast: boolean } {
  const gathered: Uint8Array[] = [];
  let bytes = 0;
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    const chunk = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
    gathered.push(chunk);
    bytes += chunk.length;
    if (bytes >= SLICE_BYTES) return { slice: Buffer.concat(gathered, bytes), isLast: false };
  }
  return { slice: Buffer.concat(gathered, bytes), isLast: true };
}
