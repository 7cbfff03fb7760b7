// Reads server-sent events from a stream, as a browser's EventSource would hand them out.

export interface StreamEvent {
  event: string;
  data: unknown;
  id: string | null;
}

export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';
  /** Bytes read so far. */
  bytes = 0;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next event; null at the end of the stream. */
  async next(): Promise<StreamEvent | null> {
    for (let end = this.#text.indexOf('\n\n'); ; end = this.#text.indexOf('\n\n')) {
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return eventOf(block);
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.bytes += value.length;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /** Events up to and including the first that satisfies `wanted`. */
  async until(wanted: (event: StreamEvent) => boolean): Promise<StreamEvent[]> {
    const seen: StreamEvent[] = [];
    for (;;) {
      const event = await this.next();
      if (event === null) throw new Error(`the stream ended after ${seen.map((e) => e.event).join(', ')}`);
      seen.push(event);
      if (wanted(event)) return seen;
    }
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

function eventOf(block: string): StreamEvent {
  const fields = new Map(block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]));
  return {
    event: fields.get('event') ?? 'message',
    data: JSON.parse(fields.get('data') ?? 'null'),
    id: fields.get('id') ?? null,
  };
}
