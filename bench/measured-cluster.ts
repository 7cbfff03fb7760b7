// A simulated cluster to be measured: its process, and requests to it as a client outside sends them.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Memory, Question, Ready } from './cluster-process.ts';

const KUBECONFIG = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.array(z.object({ name: z.string(), user: z.object({ token: z.string() }) })),
});

const SOCKETS_MAX = 100;
const EXEC_ARGUMENTS = ['--expose-gc', '--disable-warning=ExperimentalWarning'];

export interface MeasuredCluster {
  ready: Ready;
  memory(): Promise<Memory>;
  cpuMs(): Promise<number>;
  /** Resolves to the milliseconds it took. */
  change(perSecond: number, seconds: number): Promise<number>;
  /** The answer, its body unread. */
  open(path: string): Promise<IncomingMessage>;
  /** Bytes of the body, and what `look` makes of its chunks. */
  read(path: string, look?: (chunk: Buffer) => void): Promise<number>;
  stop(): Promise<void>;
}

export async function measuredCluster(...args: string[]): Promise<MeasuredCluster> {
  const child = fork(join(import.meta.dirname, 'cluster-process.ts'), args, { execArgv: EXEC_ARGUMENTS });
  const ready = await next<Ready>(child);
  const { clusters, users } = KUBECONFIG.parse(parse(ready.kubeconfig));
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster;
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, ca: Buffer.from(authority, 'base64') });
  const headers = { authorization: `Bearer ${users.find(({ name }) => name === 'owner')?.user.token ?? ''}` };
  const tell = <T>(question: Question): Promise<T> => {
    child.send(question);
    return next<T>(child);
  };
  const open = async (path: string): Promise<IncomingMessage> => {
    const call = request(server + path, { agent, headers }).end();
    const [message] = (await once(call, 'response')) as [IncomingMessage];
    if (message.statusCode !== 200) throw new Error(`${path} was answered ${message.statusCode}`);
    return message;
  };
  return {
    ready,
    memory: () => tell({ ask: 'memory' }),
    cpuMs: () => tell({ ask: 'cpuMs' }),
    change: (perSecond, seconds) => tell({ ask: 'change', perSecond, seconds }),
    open,
    async read(path, look = () => undefined) {
      let bytes = 0;
      for await (const chunk of (await open(path)) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        look(chunk);
      }
      return bytes;
    },
    async stop() {
      agent.destroy();
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** What the process says next: it is asked one thing at a time. */
function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the cluster ended before it answered'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}
