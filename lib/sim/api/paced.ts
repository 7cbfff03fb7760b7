// Sends what is long bit by bit: neither other requests nor memory wait for the slowest reader.
import type { Sink } from './answer.ts';

/** Written at one go, before others get their turn. */
const SLICE_CHARACTERS = 64 * 1024;
/** More than this is not prepared for a reader that is slower than we are. */
const WAITING_BYTES_MAX = 1024 * 1024;

/** Writes all texts, as fast as they are read, and then calls `done`; nothing more once the reader is gone. */
export function sendPaced(sink: Sink, texts: Iterator<string>, done: () => void): void {
  let isGone = false;
  sink.onClose(() => {
    isGone = true;
  });
  const send = (): void => {
    if (isGone) return;
    const { slice, isLast } = nextSlice(texts);
    const waitingBytes = sink.write(slice);
    if (isLast) done();
    else if (waitingBytes < WAITING_BYTES_MAX) setImmediate(send);
    else sink.onDrain(send);
  };
  send();
}

/** One text of many: each write costs a frame. Texts, because buffers in such numbers are memory that is collected late. */
function nextSlice(texts: Iterator<string>): { slice: string; isLast: boolean } {
  let slice = '';
  for (let next = texts.next(); next.done !== true; next = texts.next()) {
    slice += next.value;
    if (slice.length >= SLICE_CHARACTERS) return { slice, isLast: false };
  }
  return { slice, isLast: true };
}
