import 'server-only';
// What arrives before Next sees it: time limits of the HTTP server, and paths that Next answers without asking us.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';

/** Where paths that mean nothing end up: a route of ours that answers 400 with a Status. */
const MALFORMED = '/api/malformed-path';
/** A whole request, its body included; streams are answers and not concerned. */
const REQUEST_TIMEOUT_MS = 20_000;
const HEADERS_TIMEOUT_MS = 10_000;

/** Applies to every request of this process from now on. */
export function guardIncomingHttp(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    request.url = routableUrl(request.url ?? '/');
  });
}

/**
 * Next answers a path that cannot be decoded with a bare 500, and one with an empty segment or a slash at its end
 * with a redirect: neither is a Status.
 */
export function routableUrl(url: string): string {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (!path.startsWith('/') || path.includes('//') || path.includes('\\') || !isDecodable(path)) return MALFORMED;
  if (!path.startsWith('/api/') || !path.endsWith('/')) return url;
  return path.slice(0, -1) + url.slice(path.length);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    // decodeURIComponent's only failure.
    return false;
  }
}
