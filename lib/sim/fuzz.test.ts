// Thousands of seeded requests, sound and broken: each is answered, none with a 500, every refusal is a Status.
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { parse } from 'yaml';
import { Gun, type Shot } from '#test/support/fuzz-requests.ts';
import { clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from './index.ts';

const REQUESTS = 2_500;
const AT_ONCE = 16;
const ANSWER_TIMEOUT_MS = 5_000;

let cluster: Cluster;
let complaints: MockInstance<typeof console.error>;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 3 });
  cluster.clock.step(5_000);
});
afterAll(() => cluster.close());
beforeEach(() => {
  complaints = vi.spyOn(console, 'error');
});
afterEach(() => complaints.mockRestore());

interface Hit {
  status: number;
  text: string;
}

describe('the simulated API under fire', () => {
  it.each([11, 12, 13])('answers whatever is asked, seed %i', { timeout: 30_000 }, async (seed) => {
    const gun = new Gun(seed);
    const shoot = shooterAt(cluster);
    const wrong: string[] = [];
    let left = REQUESTS / 3;
    const counts = new Map<number, number>();
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
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong.slice(0, 5)).toEqual([]);
    // The shots reach far enough: some of each come through, clash, and are refused for what they hold.
    for (const status of [200, 201, 409, 422]) expect(counts.get(status)).toBeGreaterThan(5);
  });

  it('lives on, and its controllers bear what is left', async () => {
    cluster.clock.step(120_000);
    expect(complaints.mock.calls.slice(0, 3)).toEqual([]);
    const { json } = await clientOf(cluster)('GET', '/api/v1/nodes');
    expect(json.kind).toBe('NodeList');
  });
});

/** Null where the answer is a fair one. */
function complaint({ method }: Shot, { status, text }: Hit): string | null {
  if (status >= 500 && status !== 504) return `${status} ${text}`;
  if (status < 400 || method === 'HEAD') return null;
  const answer: unknown = JSON.parse(text);
  const isStatus = typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'Status';
  return isStatus && 'code' in answer && answer.code === status ? null : `${status} is no Status: ${text}`;
}

function shooterAt(cluster: Cluster): (shot: Shot) => Promise<Hit> {
  const config = parse(cluster.kubeconfig()) as { users: { name: string; user: { token: string } }[] };
  const token = config.users.find(({ name }) => name === 'owner')?.user.token;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false });
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
