// HTTP without a client's manners: the path, the headers and the body go out exactly as given.
import { request } from 'node:http';

export interface RawRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface RawAnswer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const TIME_LIMIT_MS = 20_000;
const BODY_MAX = 32 * 1024 * 1024;

/** Resolves with the answer; a connection closed by the server without one resolves with code 0. */
export function rawRequest(port: number, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { host: `127.0.0.1:${port}`, ...headers },
        timeout: TIME_LIMIT_MS,
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > BODY_MAX) call.destroy(new Error('the answer has no end'));
        });
        response.on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} within ${TIME_LIMIT_MS} ms`)));
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve({ code: 0, headers: {}, body: '' });
      else reject(error);
    });
    call.end(body);
  });
}
