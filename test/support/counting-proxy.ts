// A TCP relay that counts every byte the server sends, whoever in the browser asked for it.
import { connect, createServer, type Socket } from 'node:net';

export interface CountingProxy {
  port: number;
  /** Bytes sent to the browser so far: headers, bodies and streams, as compressed on the wire. */
  received(): number;
  connections(): number;
  close(): Promise<void>;
}

/** Relays a free loopback port to `targetPort()`, which is asked at each connection. */
export function startCountingProxy(targetPort: () => number): Promise<CountingProxy> {
  const sockets = new Set<Socket>();
  let receivedBytes = 0;
  let connections = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((browser) => {
    connections += 1;
    const upstream = connect(targetPort(), '127.0.0.1');
    keep(browser);
    keep(upstream);
    upstream.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
    });
    browser.pipe(upstream);
    upstream.pipe(browser);
    browser.on('close', () => upstream.destroy());
    upstream.on('close', () => browser.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address !== 'object') return reject(new Error('no port'));
      resolve({
        port: address.port,
        received: () => receivedBytes,
        connections: () => connections,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}
