// How long a reflector waits for what.

export interface ReflectorTiming {
  /** Of a list's page; doubled while pages come too late, so that a slow server is given time in the end. */
  pageTimeoutMs: number;
  pageTimeoutMostMs: number;
  /** Until a watch's headers come. */
  openTimeoutMs: number;
  /** How long a watch is asked to last: two seconds before, the server sends a bookmark. */
  watchSeconds: number;
  /** A watch silent for longer was cut off unseen, and is opened anew. */
  silentMs: number;
  /** With nothing heard for longer, what is shown may be old, and is not called live. */
  staleMs: number;
  retryFirstMs: number;
  retryMostMs: number;
  /** Forbidden and absent change by a person's hand, or when a server that has just started knows its rules. */
  verdictRetryMs: number;
}

/**
 * Watches are short so that each proves every few seconds that it still carries events: over HTTP/1.1 there is no other
 * sign (client-go has the pings of HTTP/2). Bookmarks: apiserver pkg/storage/cacher/cache_watcher.go nextBookmarkTime.
 */
export const REFLECTOR_TIMING: ReflectorTiming = {
  pageTimeoutMs: 8_000,
  pageTimeoutMostMs: 60_000,
  openTimeoutMs: 6_000,
  watchSeconds: 6,
  silentMs: 7_000,
  staleMs: 7_500,
  retryFirstMs: 500,
  retryMostMs: 8_000,
  verdictRetryMs: 10_000,
};
