import 'server-only';
// The last lines that a crashed container printed: read once for each of its ends, in the background, at a bounded pace.
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import { isCrash } from '#lib/model/images/doctor.ts';
import type { PodRecord } from '#lib/model/records/records.ts';

const LINES = 20;
const BYTES_MAX = 8 * 1024;
const TIMEOUT_MS = 5_000;
const READS_PER_MINUTE = 30;
const AT_ONCE = 4;
/** Some kilobytes each. */
const KEPT_MAX = 500;
/** Until one of those that are being read is there. */
const SOON_MS = 1_000;
const MINUTE_MS = 60_000;

export class CrashLogs {
  readonly #transport: Transport;
  readonly #changed: () => void;
  /** By the end they belong to; null while they are read, or where they cannot be. */
  readonly #known = new Map<string, string | null>();
  #reading = 0;
  #readMs: number[] = [];
  #again: NodeJS.Timeout | null = null;

  /** `changed`: something was read, or may be by now. */
  constructor(transport: Transport, changed: () => void) {
    this.#transport = transport;
    this.#changed = changed;
  }

  /** Null where the container has not crashed, and until its log has been read. */
  readonly of = (pod: PodRecord, container: string): string | null => {
    const record = pod.containers.find(({ name }) => name === container);
    if (record === undefined || !isCrash(record)) return null;
    const key = [pod.uid, container, record.restarts, record.ended?.at ?? ''].join('/');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!this.#mayRead()) {
      // One that was read for an earlier end says the same, most likely.
      return this.#earlier(pod.uid, container);
    }
    this.#keep(key, null);
    // A container that has ended and not come back has its log still as the current one.
    const isUpAgain = record.waiting === null;
    void this.#read(key, { pod, container, previous: isUpAgain && record.restarts > 0 });
    return this.#earlier(pod.uid, container);
  };

  /** Never rejects. */
  async #read(key: string, target: { pod: PodRecord; container: string; previous: boolean }): Promise<void> {
    this.#reading++;
    try {
      let text = await this.#tail(target);
      if (text === null && !target.previous) text = await this.#tail({ ...target, previous: true });
      this.#keep(key, text);
    } catch (error) {
      // Out of reach or not ours to read: the other signs have to do.
      if (!isStatusError(error)) console.error('bramble: the log of a crashed container cannot be read:', error);
    } finally {
      this.#reading--;
      this.#changed();
    }
  }

  /** Null where there is none. */
  async #tail(target: { pod: PodRecord; container: string; previous: boolean }): Promise<string | null> {
    const { pod, container, previous } = target;
    const query = new URLSearchParams({ container, tailLines: `${LINES}`, limitBytes: `${BYTES_MAX}` });
    if (previous) query.set('previous', 'true');
    const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log?${query}`;
    try {
      const answer = await this.#transport.open({
        path,
        headers: { accept: '*/*' },
        timeoutMs: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return await textOf(answer.body);
    } catch (error) {
      if (isStatusError(error) && (error.code === 400 || error.code === 404)) return null;
      throw error;
    }
  }

  #mayRead(): boolean {
    const nowMs = Date.now();
    this.#readMs = this.#readMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
    if (this.#reading < AT_ONCE && this.#readMs.length < READS_PER_MINUTE) {
      this.#readMs.push(nowMs);
      return true;
    }
    const oldestMs = this.#readMs[0] ?? nowMs;
    const delayMs = this.#readMs.length < READS_PER_MINUTE ? SOON_MS : MINUTE_MS - (nowMs - oldestMs);
    if (this.#again !== null) return false;
    this.#again = setTimeout(() => {
      this.#again = null;
      this.#changed();
    }, delayMs).unref();
    return false;
  }

  #earlier(uid: string, container: string): string | null {
    const prefix = `${uid}/${container}/`;
    for (const [key, text] of this.#known) if (text !== null && key.startsWith(prefix)) return text;
    return null;
  }

  #keep(key: string, text: string | null): void {
    this.#known.delete(key);
    this.#known.set(key, text);
    if (this.#known.size <= KEPT_MAX) return;
    const oldest = this.#known.keys().next();
    if (oldest.done !== true) this.#known.delete(oldest.value);
  }
}

/** limitBytes bounds it already, where the kubelet keeps to it. */
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= BYTES_MAX) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, BYTES_MAX);
}
