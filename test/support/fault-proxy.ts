// A way to an API server that fails on demand: a TCP relay on loopback that cuts, resets, stalls and half-closes
// connections, and behind it a TLS terminator of its own authority that changes, delays and invents answers.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { FaultGate, type HttpFault, type Upstream } from './fault-gate.ts';

export class FaultProxy {
  readonly gate: FaultGate;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #port = 0;
  #stalled = false;
  #refusing = false;

  private constructor(gate: FaultGate) {
    this.gate = gate;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async start(upstream: Upstream): Promise<FaultProxy> {
    const proxy = new FaultProxy(await FaultGate.start(upstream));
    await proxy.#listen();
    return proxy;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** What happens to answers from now on, also to those that are under way; null for nothing. */
  set fault(fault: HttpFault | null) {
    this.gate.fault = fault;
  }

  /** Every connection ends, in the middle of whatever it carries. */
  cut(): void {
    for (const { client } of this.#pairs) client.destroy();
  }

  /** As `cut`, but by RST: what was on its way is lost too. */
  reset(): void {
    for (const { client } of this.#pairs) client.resetAndDestroy();
  }

  /** Nothing passes in either direction, and everything stays open. New connections hang as well, unless only `old` ones do. */
  stall(which: 'all' | 'old'): void {
    this.#stalled = which === 'all';
    for (const pair of this.#pairs) pair.stall();
  }

  /** What was held up goes on, or is lost for good as behind a router that forgot the connection. */
  unstall(held: 'resumes' | 'lost'): void {
    this.#stalled = false;
    for (const pair of this.#pairs) {
      if (held === 'resumes') pair.resume();
      else pair.lose();
    }
  }

  /** Says that nothing more will come, and goes on listening. */
  halfClose(): void {
    for (const pair of this.#pairs) pair.halfClose();
  }

  /** Connections are refused, as by a host without a server. */
  async refuse(): Promise<void> {
    this.#refusing = true;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  async accept(): Promise<void> {
    if (!this.#refusing) return;
    this.#refusing = false;
    await this.#listen();
  }

  /** Another server answers from now on; every connection ends. */
  retarget(upstream: Upstream): void {
    this.gate.upstream = upstream;
    this.cut();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => (this.#refusing ? resolve(null) : this.#server.close(resolve)));
    for (const pair of this.#pairs) pair.destroy();
    await closed;
    await this.gate.close();
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address !== 'object') return reject(new Error('no port'));
        this.#port = address.port;
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
  }

  #accept(client: Socket): void {
    const pair = new Pair(client, connect(this.gate.port, '127.0.0.1'), () => this.#pairs.delete(pair));
    this.#pairs.add(pair);
    if (this.#stalled) pair.stall();
  }
}

/** A client's connection and ours to the terminator. */
class Pair {
  readonly client: Socket;
  readonly #inner: Socket;
  #stalled = false;

  constructor(client: Socket, inner: Socket, closed: () => void) {
    this.client = client;
    this.#inner = inner;
    const end = () => {
      this.destroy();
      closed();
    };
    for (const socket of [client, inner]) {
      socket.on('close', end);
      // Resets are what this is for; 'close' follows.
      socket.on('error', () => socket.destroy());
    }
    this.resume();
  }

  stall(): void {
    this.#stalled = true;
    this.client.unpipe(this.#inner).pause();
    this.#inner.unpipe(this.client).pause();
  }

  resume(): void {
    this.#stalled = false;
    this.client.pipe(this.#inner);
    this.#inner.pipe(this.client);
  }

  /** Whatever was stalled goes nowhere, and only the end is noticed. */
  lose(): void {
    if (!this.#stalled) return;
    this.client.resume();
    this.#inner.resume();
  }

  halfClose(): void {
    this.#inner.unpipe(this.client).pause();
    this.client.end();
  }

  destroy(): void {
    this.client.destroy();
    this.#inner.destroy();
  }
}
