// HTTP inside the simulated cluster: what a program there is asked, and what it answers.

export interface HttpRequest {
  method: string;
  /** Decoded, from the first slash on, without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

export interface HttpResponse {
  status: number;
  contentType: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
  /** So long it takes, in milliseconds of the host. */
  delayMs?: number;
}

/** Nobody answers at an address; the message is Go's for it: `dial tcp 10.45.0.6:81: connect: connection refused`. */
export class ConnectionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionError';
  }
}

export function text(body: string, status = 200): HttpResponse {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

export function json(value: unknown, status = 200): HttpResponse {
  return { status, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}

export function page(title: string, words: string, status = 200): HttpResponse {
  const body = `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${words}</p>\n</body>\n</html>\n`;
  return { status, contentType: 'text/html', body };
}

/** As Go's net/http and many others answer what they do not know. */
export function pageNotFound(): HttpResponse {
  return text('404 page not found\n', 404);
}
