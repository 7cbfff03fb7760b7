import 'server-only';
// Requests whose path no decoder takes (`/%zz`): Next answers them with a bare 500 before any code of ours runs.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** A route of ours that answers 400 with a Status. */
const INSTEAD = '/api/malformed-path';

/** Sends them to a route of our own, as they arrive. */
export function redirectMalformedUrls(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    if (!isDecodable(request.url ?? '')) request.url = INSTEAD;
  });
}

export function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    // decodeURIComponent's only failure.
    return false;
  }
}
