// For tests: talks to a simulated cluster as any client does, over HTTPS with what its kubeconfig says.
import { request } from 'node:https';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Cluster } from '#lib/sim/index.ts';

const KUBECONFIG = z.object({
  clusters: z.array(z.object({ cluster: z.object({ 'certificate-authority-data': z.string() }) })),
  users: z.array(z.object({ name: z.string(), user: z.object({ token: z.string() }) })),
});

export interface Answered {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** The body as JSON; null where it is none. */
  json: Record<string, unknown> & { message?: string; reason?: string; items?: Record<string, unknown>[] };
}

export interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Whose token; `null` for none. */
  user?: 'owner' | 'student' | 'viewer' | 'nobody' | null;
  /** Lines after which a stream that goes on is left. */
  lines?: number;
  /** The control endpoint instead of the API. */
  control?: boolean;
}

export type Ask = (method: string, path: string, options?: AskOptions) => Promise<Answered>;

const MERGE = { 'content-type': 'application/merge-patch+json' };

export function clientOf(cluster: Cluster): Ask {
  const config = KUBECONFIG.parse(parse(cluster.kubeconfig()));
  const ca = Buffer.from(config.clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64');
  const tokenOf = (user: string) => config.users.find(({ name }) => name === user)?.user.token ?? '';
  return (method, path, options = {}) =>
    new Promise((resolve, reject) => {
      const { body, user = 'owner', control = false } = options;
      const data = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const headers = {
        ...(user === null ? {} : { authorization: `Bearer ${tokenOf(user)}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) }),
        ...(method === 'PATCH' ? MERGE : {}),
        ...options.headers,
      };
      const url = (control ? cluster.controlUrl : cluster.url) + path;
      const call = request(url, { method, ca, headers, agent: false }, (message) => {
        let text = '';
        message.setEncoding('utf8');
        message.on('data', (chunk: string) => {
          text += chunk;
          if (options.lines !== undefined && text.split('\n').length > options.lines) message.destroy();
        });
        message.on('close', () => {
          resolve({ status: message.statusCode ?? 0, headers: message.headers, text, json: jsonIn(text) });
        });
      });
      call.on('error', reject);
      call.end(data);
    });
}

function jsonIn(text: string): Answered['json'] {
  try {
    return JSON.parse(text) as Answered['json'];
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The events of a watch's answer. */
export function eventsIn({ text }: Answered): { type: string; object: Record<string, unknown> }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { type: string; object: Record<string, unknown> });
}

/** `name` of each event's object, with its type: `ADDED a`. */
export function namedEvents(answer: Answered): string[] {
  return eventsIn(answer).map(({ type, object }) => {
    const metadata = object.metadata as { name?: string } | undefined;
    return `${type} ${metadata?.name ?? ''}`.trim();
  });
}
