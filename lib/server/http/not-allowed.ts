import 'server-only';
// What routes answer where there is nothing to answer: Next's own 404 and 405 are no Status.
import { statusResponse } from './status-response.ts';

export function notAllowed(request: Request): Response {
  const message = `the server does not allow ${request.method} on the requested resource`;
  return statusResponse({ code: 405, reason: 'MethodNotAllowed', message });
}

export function notFound(): Response {
  const message = 'the server could not find the requested resource';
  return statusResponse({ code: 404, reason: 'NotFound', message });
}

export function malformed(): Response {
  return statusResponse({ code: 400, reason: 'BadRequest', message: 'the path is malformed' });
}
