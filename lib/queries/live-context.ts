'use client';
// What every part of a page can ask: the stream, how live it is, and the cluster's time.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConnectionView } from '#lib/model/stream.ts';
import type { LiveStore } from './live-store.ts';
import type { TabStream } from './tab-stream.ts';

export interface Live {
  store: LiveStore;
  stream: TabStream;
}

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it: a page must stand inside app/(console).');
  return live;
}

export function useConnection(): ConnectionView {
  const { store } = useLive();
  return useSyncExternalStore(store.subscribe, store.connection, store.firstConnection);
}

/** A text made of the cluster's time in ms; the component renders again only when the text changes. */
export function useClusterTime(format: (nowMs: number) => string): string {
  const { store } = useLive();
  return useSyncExternalStore(
    store.subscribe,
    () => format(store.nowMs()),
    () => format(store.firstNowMs()),
  );
}
