'use client';
// Starts the stream once a tab is on screen, and hands it to everything below.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { ConnectionView } from '#lib/model/stream.ts';
import { renderedMs } from './cluster-clock.ts';
import { type Live, LiveContext } from './live-context.ts';
import { LiveStore } from './live-store.ts';
import { TabStream } from './tab-stream.ts';

interface LiveProviderProps {
  connection: ConnectionView;
  /** The server's clock as it rendered. */
  serverMs: number;
  children: ReactNode;
}

export function LiveProvider({ connection, serverMs, children }: LiveProviderProps) {
  const [{ client, live }] = useState(() => start(connection, serverMs));
  useEffect(() => {
    const { stream } = live;
    const show = (): void => stream.open();
    const hide = (): void => stream.close();
    show();
    // A page in the back-forward cache keeps its JavaScript but loses its connections.
    addEventListener('pageshow', show);
    addEventListener('pagehide', hide);
    return () => {
      removeEventListener('pageshow', show);
      removeEventListener('pagehide', hide);
      hide();
    };
  }, [live]);
  return (
    <QueryClientProvider client={client}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  );
}

function start(connection: ConnectionView, serverMs: number): { client: QueryClient; live: Live } {
  const client = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });
  const store = new LiveStore(connection, renderedMs(connection, serverMs));
  const stream = new TabStream(client, (heard) => store.hear(heard));
  return { client, live: { store, stream } };
}
