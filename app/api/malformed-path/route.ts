// Where requests with a malformed path end up (lib/server/incoming-http.ts).
export {
  malformed as DELETE,
  malformed as GET,
  malformed as HEAD,
  malformed as PATCH,
  malformed as POST,
  malformed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';
