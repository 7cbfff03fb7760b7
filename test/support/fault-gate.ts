// The inside of a fault proxy: ends TLS with a certificate of its own, lets in who has the token of the day, passes requests
// on as the owner of the cluster behind, and treats answers as the fault of the moment says.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { loadKubeconfig } from '#lib/kube/index.ts';
import { Authority } from '../control-plane/authority.ts';

/** Where requests go, and as whom. */
export interface Upstream {
  kubeconfig: string;
  url: string;
  ca: Buffer | undefined;
  cert: Buffer | undefined;
  key: Buffer | undefined;
  authorization: string | undefined;
}

export interface Asked {
  path: string;
  query: URLSearchParams;
  watch: boolean;
}

export interface Invented {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpFault {
  /** Which requests it concerns; all where it does not say. */
  concerns?: (asked: Asked) => boolean;
  /** Answered instead of what the server says; null for what it says. */
  answer?: (asked: Asked) => Invented | null;
  /** Each piece of an answer comes so much later. */
  delayMs?: number;
  /** Half of the next piece of an answer, and then the connection ends, or only the answer as if it were whole. */
  truncate?: 'cut' | 'end';
  /** Nothing more of an answer is passed on, and it stays open. */
  silent?: boolean;
  /** What becomes of a line of a watch. */
  lines?: (line: string) => readonly string[];
}

export async function upstreamOf(kubeconfig: string): Promise<Upstream> {
  const { kubeConfig, server } = await loadKubeconfig(kubeconfig);
  const options: { ca?: Buffer; cert?: Buffer; key?: Buffer; headers?: Record<string, string> } = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const { ca, cert, key, headers } = options;
  return { kubeconfig, url: server, ca, cert, key, authorization: headers?.['Authorization'] };
}

const UNAUTHORIZED: Invented = statusAnswer(401, 'Unauthorized', 'Unauthorized');

export function statusAnswer(code: number, reason: string, message: string, headers = {}): Invented {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return { status: code, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(status) };
}

export class FaultGate {
  fault: HttpFault | null = null;
  /** Of the day: any other is refused. */
  token = 'first';
  upstream: Upstream;
  #authority: Authority;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(upstream: Upstream, authority: Authority, server: Server) {
    this.upstream = upstream;
    this.#authority = authority;
    this.#server = server;
    server.on('request', (asked: IncomingMessage, answer: ServerResponse) => void this.#pass(asked, answer));
    // A handshake that a fault interrupts is no news.
    server.on('tlsClientError', (_, socket) => socket.destroy());
  }

  static async start(upstream: Upstream): Promise<FaultGate> {
    const authority = await Authority.create('bramble-fault-proxy');
    const server = createServer(await authority.server());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultGate(upstream, authority, server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** PEM of the authority that a client has to trust. */
  get ca(): string {
    return this.#authority.pem;
  }

  /** A new authority, as of a cluster that was set up again. */
  async renewAuthority(): Promise<void> {
    this.#authority = await Authority.create('bramble-fault-proxy-again');
    this.#server.setSecureContext(await this.#authority.server());
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    outgoing.on('error', () => outgoing.destroy());
    const url = new URL(incoming.url ?? '/', 'https://proxy');
    const asked = { path: url.pathname, query: url.searchParams, watch: url.searchParams.has('watch') };
    const signedIn = incoming.headers.authorization === `Bearer ${this.token}`;
    const invented = signedIn ? (this.#faultFor(asked)?.answer?.(asked) ?? null) : UNAUTHORIZED;
    if (invented !== null) {
      await delay(this.#faultFor(asked)?.delayMs ?? 0);
      outgoing.writeHead(invented.status, invented.headers).end(invented.body);
      return;
    }
    try {
      const answer = await this.#ask(incoming, outgoing);
      outgoing.writeHead(answer.statusCode ?? 502, withoutFraming(answer.headers));
      // A watch's headers come before its first event.
      if (this.#faultFor(asked)?.silent !== true) outgoing.flushHeaders();
      let isOpen = Promise.resolve(true);
      for await (const piece of piecesOf(answer, asked)) {
        const cameMs = Date.now();
        isOpen = isOpen.then((open) => open && this.#send({ piece, cameMs }, asked, outgoing));
      }
      if ((await isOpen) && this.#faultFor(asked)?.silent !== true) outgoing.end();
    } catch {
      // The server behind went, or the client did: either way there is nothing more to pass on.
      outgoing.destroy();
    }
  }

  #faultFor(asked: Asked): HttpFault | null {
    return this.fault !== null && (this.fault.concerns?.(asked) ?? true) ? this.fault : null;
  }

  /** False once the answer is over for the client. */
  async #send({ piece, cameMs }: { piece: string; cameMs: number }, asked: Asked, outgoing: ServerResponse) {
    const dueMs = cameMs + (this.#faultFor(asked)?.delayMs ?? 0);
    if (dueMs > Date.now()) await delay(dueMs - Date.now());
    const fault = this.#faultFor(asked);
    // What a silent answer swallowed is gone: the rest would not fit.
    if (fault?.silent === true) return false;
    if (fault?.truncate !== undefined) {
      outgoing.write(piece.slice(0, piece.length / 2), () => {
        if (fault.truncate === 'end') outgoing.end();
        else outgoing.destroy();
      });
      return false;
    }
    const pieces = asked.watch ? (fault?.lines?.(piece) ?? [piece]) : [piece];
    for (const text of pieces) outgoing.write(text);
    return !outgoing.destroyed;
  }

  #ask(incoming: IncomingMessage, outgoing: ServerResponse): Promise<IncomingMessage> {
    const { url, ca, cert, key, authorization } = this.upstream;
    const headers = { ...incoming.headers, ...(authorization === undefined ? {} : { authorization }) };
    if (authorization === undefined) delete headers.authorization;
    delete headers.host;
    return new Promise((resolve, reject) => {
      const options = { method: incoming.method, headers, ca, cert, key, agent: this.#agent };
      const call = request(url + (incoming.url ?? '/'), options, resolve);
      call.on('error', reject);
      outgoing.on('close', () => call.destroy());
      incoming.pipe(call);
    });
  }
}

/** Lines of a watch, each with its newline; of everything else the whole body. */
async function* piecesOf(answer: IncomingMessage, asked: Asked): AsyncGenerator<string> {
  answer.setEncoding('utf8');
  let text = '';
  for await (const chunk of answer as AsyncIterable<string>) {
    text += chunk;
    for (let end = text.indexOf('\n'); asked.watch && end >= 0; end = text.indexOf('\n')) {
      yield text.slice(0, end + 1);
      text = text.slice(end + 1);
    }
  }
  if (text !== '') yield text;
}

/** Length and framing are the connection's own, and its lines may change. */
function withoutFraming(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(
    ([name]) => !['content-length', 'transfer-encoding', 'connection', 'keep-alive'].includes(name),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
