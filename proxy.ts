// Next's request guard: runs before every page and route. Refuses foreign hosts and origins, and gives each page its
// content security policy with a nonce of its own, which Next reads from the policy that is forwarded to it.
import { type NextRequest, NextResponse } from 'next/server';
import { readSettings } from '#lib/server/environment.ts';
import { refusalOf } from '#lib/server/http/request-guard.ts';
import { contentSecurityPolicy, PLAIN_HEADERS } from '#lib/server/http/security-headers.ts';
import { statusResponse } from '#lib/server/http/status-response.ts';

export function proxy(request: NextRequest): Response {
  const { method, headers } = request;
  const { pathname } = request.nextUrl;
  const refusal = refusalOf({ method, pathname, headers }, readSettings());
  if (refusal !== null) return statusResponse(refusal);
  if (pathname.startsWith('/api/')) return NextResponse.next();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, { development: process.env.NODE_ENV === 'development' });
  const forwarded = new Headers(headers);
  forwarded.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of Object.entries(PLAIN_HEADERS)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Built files are the same for everyone and change nothing; they still carry the headers of next.config.js.
  matcher: '/((?!_next/static|_next/image).*)',
};
