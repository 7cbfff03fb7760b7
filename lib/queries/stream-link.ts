// How a tab reaches the stream: through the shared worker, or with a stream of its own where there is none.
import type { Cursor, TopicName } from '#lib/model/stream.ts';
import { ALIVE_EVERY_MS, type FromWorker, type ToWorker } from './stream-messages.ts';
import { StreamSource } from './stream-source.ts';

export type Topics = ReadonlyMap<TopicName, Cursor | null>;

export interface StreamLink {
  follow(topics: Topics): void;
  close(): void;
}

export function openLink(receive: (message: FromWorker) => void): StreamLink {
  return typeof SharedWorker === 'function' ? workerLink(receive) : ownLink(receive);
}

function workerLink(receive: (message: FromWorker) => void): StreamLink {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { type: 'module', name: 'bramble' });
  const send = (message: ToWorker): void => worker.port.postMessage(message);
  worker.port.onmessage = (event: MessageEvent<FromWorker>) => receive(event.data);
  const alive = setInterval(() => send({ kind: 'alive' }), ALIVE_EVERY_MS);
  return {
    follow: (topics) => send({ kind: 'follow', topics: [...topics] }),
    close() {
      clearInterval(alive);
      send({ kind: 'follow', topics: [] });
      worker.port.close();
    },
  };
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
