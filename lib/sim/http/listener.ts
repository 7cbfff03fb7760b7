// The HTTPS listener: reads and bounds requests, hands them to the API, writes answers and streams.
import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { type Answer, type ApiRequest, errorAnswer, isStream, type Sink } from '../api/answer.ts';
import { StatusError } from '../status-error.ts';
import type { Certificates } from './certificates.ts';
import { compressedFor } from './compression.ts';

/** As the API server's --max-request-bytes default: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1024 * 1024;
const HEADER_BYTES_MAX = 64 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than the 90 s Go clients keep idle connections, so that it is they who close. */
const KEEP_ALIVE_MS = 120_000;
const CONNECTIONS_MAX = 2_000;
const SWITCHING_PROTOCOLS = 101;
/** No Content and Not Modified. */
const BODILESS = new Set([204, 304]);

export type Handler = (request: ApiRequest) => Answer | Promise<Answer>;

export interface ListenerParts {
  certificates: Certificates;
  host: string;
  handler: Handler;
  /** Headers of every answer, asked anew for each. */
  headers(): Readonly<Record<string, string>>;
  /** Told of a failure that is a bug of ours; the client gets an InternalError. */
  onBug(error: unknown): void;
}

/** A listener that can be closed and opened again on the port it had. */
export class Listener {
  readonly #parts: ListenerParts;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port: number;

  constructor(parts: ListenerParts, port: number) {
    this.#parts = parts;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  get isOpen(): boolean {
    return this.#server !== null;
  }

  async open(): Promise<void> {
    if (this.#server !== null) return;
    const { ca, cert, key } = this.#parts.certificates;
    const server = createServer(
      {
        cert,
        key,
        // A client may show a certificate of the cluster's; whether it is one is for the API to say.
        ca,
        requestCert: true,
        rejectUnauthorized: false,
        maxHeaderSize: HEADER_BYTES_MAX,
        keepAliveTimeout: KEEP_ALIVE_MS,
        minVersion: 'TLSv1.2',
        // Of all protocols a client may ask for, only this one is ever switched to; others are ordinary requests.
        shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      },
      (request, response) => void this.#serve(request, response),
    );
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.maxConnections = CONNECTIONS_MAX;
    // A client that breaks off its handshake or sends no HTTP is its own affair.
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('upgrade', (message, socket) => void this.#upgrade(message, socket));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#parts.host, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening and breaks every connection, streams included. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      // Not closeAllConnections: it leaves those that are still shaking hands, and closing would wait for them.
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // Sockets break; what was being written to them is of no more interest.
    response.on('error', () => response.destroy());
    try {
      const answer = await this.#answer(message);
      if (!response.destroyed) this.#send(message, response, answer);
    } catch (error) {
      this.#parts.onBug(error);
      if (response.headersSent) response.destroy();
      else this.#send(message, response, errorAnswer(internalError(error)));
    }
  }

  /** The connection is no longer the server's: it is answered once, as asked or as any request, and ends. */
  async #upgrade(message: IncomingMessage, socket: Duplex): Promise<void> {
    socket.on('error', () => socket.destroy());
    // What the client says meanwhile is of no interest, but it has to be read for the connection to end.
    socket.resume();
    const response = new ServerResponse(message);
    response.shouldKeepAlive = false;
    // Every connection here is a TLS socket, which is a net.Socket.
    response.assignSocket(socket as Socket);
    response.on('finish', () => socket.end());
    await this.#serve(message, response);
  }

  async #answer(message: IncomingMessage): Promise<Answer> {
    try {
      // The body first: what is left unread costs the connection, also of a request whose path is nonsense.
      const body = await bodyOf(message);
      const { path, query } = targetOf(message.url ?? '/');
      const headers: Record<string, string | undefined> = {};
      for (const [name, value] of Object.entries(message.headers)) {
        headers[name] = Array.isArray(value) ? value.join(', ') : value;
      }
      const method = message.method ?? 'GET';
      // Every connection here is a TLS socket.
      const clientCertificate = (message.socket as TLSSocket).getPeerX509Certificate();
      const shown = clientCertificate === undefined ? {} : { clientCertificate };
      const answer = await this.#parts.handler({ method, path, query, headers, body, ...shown });
      return await compressedFor(answer, headers['accept-encoding']);
    } catch (error) {
      if (error instanceof StatusError) return errorAnswer(error);
      throw error;
    }
  }

  #send(message: IncomingMessage, response: ServerResponse, answer: Answer): void {
    response.sendDate = false;
    const type: Record<string, string> = answer.contentType === '' ? {} : { 'content-type': answer.contentType };
    const headers = { ...this.#parts.headers(), ...type, ...answer.headers };
    if (answer.status === SWITCHING_PROTOCOLS && !isStream(answer)) {
      response.socket?.end(Buffer.concat([Buffer.from(headText(headers)), ...answer.body.map(bytesOf)]));
      return;
    }
    if (isStream(answer)) {
      response.writeHead(answer.status, headers);
      response.flushHeaders();
      answer.run(sinkOf(response));
      return;
    }
    const chunks = answer.body.map(bytesOf);
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const hasBody = !BODILESS.has(answer.status);
    response.writeHead(answer.status, hasBody ? { ...headers, 'content-length': length } : headers);
    if (message.method !== 'HEAD' && hasBody) for (const chunk of chunks) response.write(chunk);
    response.end();
    // A body that was refused half-read would be taken for the next request.
    if (!message.complete) message.destroy();
  }
}

function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** Written by hand: a ServerResponse of status 101 would not let a body follow. */
function headText(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${SWITCHING_PROTOCOLS} ${STATUS_CODES[SWITCHING_PROTOCOLS]}\r\n${lines.join('')}\r\n`;
}

function sinkOf(response: ServerResponse): Sink {
  return {
    write(bytes) {
      response.write(bytes);
      return response.writableLength;
    },
    end() {
      response.end();
    },
    onDrain(task) {
      if (response.writableNeedDrain) response.once('drain', task);
      else setImmediate(task);
    },
    onClose(task) {
      response.on('close', task);
    },
  };
}

function targetOf(url: string): { path: string; query: URLSearchParams } {
  const at = url.indexOf('?');
  const raw = at < 0 ? url : url.slice(0, at);
  try {
    return { path: decodeURIComponent(raw), query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)) };
  } catch {
    throw new StatusError('BadRequest', 'the path of the request is not valid percent-encoding');
  }
}

async function bodyOf(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) {
      throw new StatusError('RequestEntityTooLarge', `Request entity too large: limit is ${BODY_BYTES_MAX}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function internalError(error: unknown): StatusError {
  const message = error instanceof Error ? error.message : 'unknown';
  return new StatusError('InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}
