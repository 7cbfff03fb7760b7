// Every other path below /api: a Status, not a page.
export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
} from '#lib/server/http/not-allowed.ts';
