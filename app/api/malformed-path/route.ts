// Where requests with an undecodable path end up.
export {
  malformed as DELETE,
  malformed as GET,
  malformed as HEAD,
  malformed as PATCH,
  malformed as POST,
  malformed as PUT,
} from '#lib/server/not-allowed.ts';

export const dynamic = 'force-dynamic';
