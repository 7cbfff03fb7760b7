// The shared worker: one stream for all tabs of a browser, because HTTP/1.1 gives a host six connections and the
// seventh tab would wait for ever.
import type { Cursor, TopicName } from '#lib/model/stream.ts';
import { type FromWorker, SILENT_MAX_MS, type ToWorker } from './stream-messages.ts';
import { type StreamFrame, StreamSource } from './stream-source.ts';

interface Tab {
  port: MessagePort;
  topics: ReadonlyMap<TopicName, Cursor | null>;
  heardMs: number;
}

const tabs = new Set<Tab>();
const source = new StreamSource(send);

function send(frame: StreamFrame): void {
  for (const tab of tabs) {
    if (frame.event === 'connection' || tab.topics.has(frame.frame.topic)) post(tab, { kind: 'frame', frame });
  }
}

function post(tab: Tab, message: FromWorker): void {
  tab.port.postMessage(message);
}

function follow(tab: Tab, topics: [TopicName, Cursor | null][]): void {
  tab.topics = new Map(topics);
  for (const topic of tab.topics.keys()) {
    const cursor = source.cursorOf(topic);
    if (cursor !== null) post(tab, { kind: 'position', topic, cursor });
  }
  if (source.connection.build !== '')
    post(tab, { kind: 'frame', frame: { event: 'connection', connection: source.connection } });
  followUnion();
}

function followUnion(): void {
  const union = new Map<TopicName, Cursor | null>();
  for (const tab of tabs) for (const [topic, cursor] of tab.topics) if (!union.has(topic)) union.set(topic, cursor);
  source.follow(union);
}

function dropSilent(nowMs: number): void {
  let dropped = false;
  for (const tab of tabs) if (nowMs - tab.heardMs > SILENT_MAX_MS) dropped = tabs.delete(tab) || dropped;
  if (dropped) followUnion();
}

function connect(port: MessagePort): void {
  const tab: Tab = { port, topics: new Map(), heardMs: Date.now() };
  port.onmessage = (event: MessageEvent<ToWorker>) => {
    tab.heardMs = Date.now();
    tabs.add(tab);
    if (event.data.kind === 'follow') follow(tab, event.data.topics);
    else dropSilent(tab.heardMs);
  };
}

// The DOM library's types know the page's global only, not SharedWorkerGlobalScope; it has this one event.
globalThis.addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0];
  if (port !== undefined) connect(port);
});
