// The cluster itself, asked and changed past every fault.
import { Agent, request } from 'node:https';
import type { Upstream } from '../support/fault-gate.ts';
import { kubectlFor, must } from '../support/kubectl.ts';
import { type Truth, truthOf } from './truth.ts';

const MERGE = 'application/merge-patch+json';

export class Direct {
  upstream: Upstream;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(upstream: Upstream) {
    this.upstream = upstream;
  }

  /** The answer's body; throws for whatever is no success, but `missing` ones are null. */
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const { url, ca, cert, key, authorization } = this.upstream;
    const headers = {
      'content-type': method === 'PATCH' ? MERGE : 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    return new Promise((resolve, reject) => {
      const call = request(url + path, { method, headers, ca, cert, key, agent: this.#agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => {
          const { statusCode = 500 } = answer;
          if (statusCode === 404) resolve(null);
          else if (statusCode >= 300) reject(new Error(`${method} ${path}: ${statusCode} ${text.slice(0, 300)}`));
          else resolve(JSON.parse(text));
        });
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async items(path: string): Promise<unknown[]> {
    const list = (await this.ask('GET', path)) as { items?: unknown[] } | null;
    return list?.items ?? [];
  }

  async truth(): Promise<Truth> {
    const [nodes, pods] = [await this.items('/api/v1/nodes'), await this.items('/api/v1/pods')];
    // Items of a list do not name their kind.
    return truthOf([...nodes.map((node) => ({ ...(node as object), kind: 'Node' })), ...pods]);
  }

  async kubectlTruth(): Promise<Truth> {
    const text = await must(kubectlFor(this.upstream.kubeconfig)(['get', 'nodes,pods', '-A', '-o', 'json']));
    return truthOf((JSON.parse(text) as { items: unknown[] }).items);
  }

  close(): void {
    this.#agent.destroy();
  }
}
