// For tests: fires seeded requests at a cluster and tells which answers were not fair ones.
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import type { Cluster } from '#lib/sim/index.ts';
import { Gun, type Shot } from './requests.ts';

const AT_ONCE = 16;
const ANSWER_TIMEOUT_MS = 5_000;

export interface Barrage {
  /** Answers by HTTP status. */
  counts: ReadonlyMap<number, number>;
  /** What was wrong with an answer, with the request that got it. */
  wrong: readonly string[];
}

interface Hit {
  status: number;
  text: string;
}

/** Sixteen at a time; rejects where a request got no answer at all. */
export async function fireAt(
  cluster: Cluster,
  { seed, requests }: { seed: number; requests: number },
): Promise<Barrage> {
  const gun = new Gun(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false });
  const shoot = shooterAt(cluster, agent);
  const wrong: string[] = [];
  const counts = new Map<number, number>();
  let left = requests;
  const worker = async () => {
    while (left-- > 0) {
      const shot = gun.shot();
      const hit = await shoot(shot);
      counts.set(hit.status, (counts.get(hit.status) ?? 0) + 1);
      const why = complaint(shot, hit);
      if (why !== null)
        wrong.push(`${shot.method} ${shot.path} ${JSON.stringify(shot.headers)} ${String(shot.body)}: ${why}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    agent.destroy();
  }
  return { counts, wrong };
}

/** Passed on to a board or to an application, which may not answer: a real API server says 500, 502 or 503 then. */
const ASKS_A_BOARD = /\/(attach|exec|log|portforward|proxy)\b/;

/** What a real API server answers with 500 and no reason, as Go's error has none; a bug of ours has InternalError. */
const PLAIN_ERRORS = /^(resourceVersion: Invalid value: |resourceVersion should not be set on objects to be created$)/;

function isPlainError(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || 'reason' in answer || !('message' in answer)) return false;
  return PLAIN_ERRORS.test(String(answer.message));
}

/** Null where the answer is a fair one. */
function complaint({ method, path }: Shot, { status, text }: Hit): string | null {
  if (status < 400 || method === 'HEAD') return null;
  const answer: unknown = JSON.parse(text);
  const isFault = status >= 500 && status !== 504 && !ASKS_A_BOARD.test(path) && !isPlainError(answer);
  if (isFault) return `${status} ${text}`;
  const isStatus = typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'Status';
  return isStatus && 'code' in answer && answer.code === status ? null : `${status} is no Status: ${text}`;
}

function shooterAt(cluster: Cluster, agent: Agent): (shot: Shot) => Promise<Hit> {
  const config = parse(cluster.kubeconfig()) as { users: { name: string; user: { token: string } }[] };
  const token = config.users.find(({ name }) => name === 'owner')?.user.token;
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const all = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body), ...headers };
      const call = request(
        cluster.url + path,
        { method, agent, headers: all },
        (message) => void read(message, resolve, reject),
      );
      call.setTimeout(ANSWER_TIMEOUT_MS, () => call.destroy(new Error(`no answer to ${method} ${path}`)));
      call.on('error', (cause) =>
        reject(new Error(`${method} ${path} ${JSON.stringify(headers)} ${String(body)}`, { cause })),
      );
      call.end(body);
    });
}

/** A watch or log goes on for good: its first line is enough. */
async function read(message: IncomingMessage, resolve: (hit: Hit) => void, reject: (error: unknown) => void) {
  const status = message.statusCode ?? 0;
  if (status === 200 && message.headers['content-length'] === undefined) {
    message.destroy();
    resolve({ status, text: '' });
    return;
  }
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    resolve({ status, text: Buffer.concat(chunks).toString() });
  } catch (error) {
    reject(error);
  }
}
