// Long answers are compressed for clients that take it, as the API server does it
// (apiserver/pkg/endpoints/handlers/responsewriters/writers.go).
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer } from '../api/answer.ts';
import { isStream } from '../api/answer.ts';

/** defaultGzipThresholdBytes: what is shorter goes out as it is. */
const LONG_BYTES = 128 * 1024;
/** defaultGzipContentEncodingLevel: quick rather than small. */
const LEVEL = 1;

const compress = promisify(gzip);

export async function compressedFor(answer: Answer, acceptEncoding: string | undefined): Promise<Answer> {
  if (isStream(answer) || answer.status !== 200 || !takesGzip(acceptEncoding)) return answer;
  const chunks = answer.body.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (length <= LONG_BYTES) return answer;
  const body = [await compress(Buffer.concat(chunks), { level: LEVEL })];
  const vary = [answer.headers?.['vary'], 'Accept-Encoding'].filter((one) => one !== undefined).join(', ');
  return { ...answer, body, headers: { ...answer.headers, 'content-encoding': 'gzip', vary } };
}

function takesGzip(acceptEncoding = ''): boolean {
  return acceptEncoding.split(',').some((one) => {
    const encoding = one.trim();
    return encoding === 'gzip' || encoding.startsWith('gzip;');
  });
}
