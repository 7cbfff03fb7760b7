import 'server-only';
// What a route answers to methods it does not have: Next's own 405 has no body.
import { statusResponse } from './status-response.ts';

export function notAllowed(request: Request): Response {
  const message = `the server does not allow ${request.method} on the requested resource`;
  return statusResponse({ code: 405, reason: 'MethodNotAllowed', message });
}

export function notFound(): Response {
  const message = 'the server could not find the requested resource';
  return statusResponse({ code: 404, reason: 'NotFound', message });
}
