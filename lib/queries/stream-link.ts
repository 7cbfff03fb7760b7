// How a tab reaches the stream: through the shared worker, or with a stream of its own where there is none.
import type { Cursor, TopicName } from '#lib/model/stream.ts';
import { ALIVE_EVERY_MS, type FromWorker, type ToWorker } from './stream-messages.ts';
import { LOST, StreamSource } from './stream-source.ts';

/** The stream beats every 3 s, and says so itself after 7.5 s without: silence beyond that is the worker's own. */
const WORKER_SILENT_MAX_MS = 9_000;
const WORKER_RETRY_MS = 1_000;

export type Topics = ReadonlyMap<TopicName, Cursor | null>;

export interface StreamLink {
  follow(topics: Topics): void;
  close(): void;
}

export function openLink(receive: (message: FromWorker) => void): StreamLink {
  return typeof SharedWorker === 'function' ? workerLink(receive) : ownLink(receive);
}

/**
 * A worker whose script could not be loaded (the server ended at that moment) never says a word, and one can die:
 * a worker that is silent for longer than its stream ever is is replaced, and the page says that it is not live.
 */
function workerLink(receive: (message: FromWorker) => void): StreamLink {
  let wanted: Topics = new Map();
  let worker = startWorker();
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const send = (message: ToWorker): void => worker.port.postMessage(message);
  const watch = (afterMs: number): void => {
    clearTimeout(watchdog);
    // A page that follows nothing has no stream to hear of.
    if (wanted.size > 0) watchdog = setTimeout(replace, afterMs);
  };
  const listen = (retryMs: number): void => {
    worker.port.onmessage = (event: MessageEvent<FromWorker>) => {
      watch(WORKER_SILENT_MAX_MS);
      receive(event.data);
    };
    worker.onerror = () => watch(retryMs);
    watch(WORKER_SILENT_MAX_MS);
  };
  const replace = (): void => {
    receive({ kind: 'frame', frame: { event: 'connection', connection: LOST } });
    worker.port.close();
    worker = startWorker();
    listen(WORKER_RETRY_MS);
    send({ kind: 'follow', topics: [...wanted] });
  };
  listen(0);
  const alive = setInterval(() => send({ kind: 'alive' }), ALIVE_EVERY_MS);
  return {
    follow(topics) {
      wanted = topics;
      watch(WORKER_SILENT_MAX_MS);
      send({ kind: 'follow', topics: [...topics] });
    },
    close() {
      clearInterval(alive);
      clearTimeout(watchdog);
      send({ kind: 'follow', topics: [] });
      worker.port.close();
    },
  };
}

function startWorker(): SharedWorker {
  return new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { type: 'module', name: 'bramble' });
}

/** Without a shared worker a hidden tab gives its connection back: a browser has six for all its tabs. */
function ownLink(receive: (message: FromWorker) => void): StreamLink {
  const source = new StreamSource((frame) => receive({ kind: 'frame', frame }));
  let wanted: Topics = new Map();
  const apply = (): void => {
    if (document.hidden) source.close();
    else source.follow(wanted);
  };
  document.addEventListener('visibilitychange', apply);
  return {
    follow(topics) {
      wanted = topics;
      apply();
    },
    close() {
      document.removeEventListener('visibilitychange', apply);
      source.close();
    },
  };
}
