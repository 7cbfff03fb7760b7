// Runs inside the network that pod-network.ts makes: gives it its addresses, and leads connections to its ports.
// Arguments: the socket to listen on, then ranges of addresses. The first line of a connection is a port.
import { spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

const [socketPath = '', ...ranges] = process.argv.slice(2);

ip('link', 'set', 'lo', 'up');
for (const range of ranges) ip('route', 'add', 'local', range, 'dev', 'lo');
createServer(lead).listen(socketPath, () => process.stdout.write('ready\n'));

function ip(...args: string[]): void {
  const run = spawnSync('ip', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`ip ${args.join(' ')}: ${run.error?.message ?? run.stderr}`);
}

function lead(socket: Socket): void {
  socket.once('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    socket.pause();
    const end = first.indexOf('\n');
    const target = connect(Number(first.subarray(0, end).toString()), '127.0.0.1');
    target.write(first.subarray(end + 1));
    pipeline(socket, target, () => target.destroy());
    pipeline(target, socket, () => socket.destroy());
  });
}
