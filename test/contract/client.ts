// One of the two clusters under test: requests and kubectl, each as one of its users.
import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import { parse } from 'yaml';
import { type Kubectl, kubectlFor } from '../support/kubectl.ts';
import type { Body, KubectlStep, Outcome, RequestStep, User, WatchStep } from './case.ts';

interface Kubeconfig {
  'current-context': string;
  contexts: { name: string; context: { user: string } }[];
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: {
    name: string;
    user: { token?: string; 'client-certificate-data'?: string; 'client-key-data'?: string };
  }[];
}

interface Identity {
  url: string;
  options: RequestOptions;
  headers: Record<string, string>;
  kubectl: Kubectl;
}

const AGAIN_MS = 100;
const PATIENCE_MS = 30_000;
const WATCH_MS = 20_000;

export class ClusterClient {
  readonly name: 'simulated' | 'real';
  readonly #identities: Readonly<Record<User, Identity>>;

  constructor(name: 'simulated' | 'real', kubeconfigs: Readonly<Record<User, string>>) {
    this.name = name;
    this.#identities = {
      admin: identityOf(kubeconfigs.admin),
      student: identityOf(kubeconfigs.student),
      nobody: identityOf(kubeconfigs.nobody),
    };
  }

  close(): void {
    for (const { options } of Object.values(this.#identities))
      if (options.agent instanceof Agent) options.agent.destroy();
  }

  async request(step: RequestStep, namespace: string): Promise<Outcome> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const outcome = await this.#once(step, namespace);
      if (step.until === undefined || step.until(outcome.body as Body)) return outcome;
      if (Date.now() > deadline) return { code: -1, body: { 'waited in vain, the last answer was': outcome.body } };
      await new Promise((wake) => setTimeout(wake, AGAIN_MS));
    }
  }

  async kubectl(step: KubectlStep, namespace: string): Promise<Outcome> {
    const { kubectl } = this.#identities[step.as ?? 'admin'];
    const args = step.args.map((arg) => arg.replaceAll('{ns}', namespace));
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { code, stdout, stderr } = await kubectl(args, step.input?.replaceAll('{ns}', namespace));
      if (step.until === undefined || step.until(stdout)) return { code, body: { stdout, stderr } };
      if (Date.now() > deadline) return { code: -1, body: { 'waited in vain, the last output was': stdout + stderr } };
      await new Promise((wake) => setTimeout(wake, AGAIN_MS));
    }
  }

  /** Events as they come; `during` runs once the watch is open. */
  watch(step: WatchStep, namespace: string): Promise<Outcome> {
    const identity = this.#identities.admin;
    const url = identity.url + step.path.replaceAll('{ns}', namespace);
    const headers = { ...identity.headers, ...(step.accept === undefined ? {} : { accept: step.accept }) };
    return new Promise((resolve, reject) => {
      const events: unknown[] = [];
      let rest = '';
      const call = request(url, { ...identity.options, headers }, (answer) => {
        const finish = () => {
          clearTimeout(timer);
          call.destroy();
          resolve({ code: answer.statusCode ?? 0, body: events });
        };
        const timer = setTimeout(finish, WATCH_MS);
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          events.push(...lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown));
          if (events.length >= step.events) finish();
        });
        answer.on('end', finish);
        answer.on('error', finish);
        void this.#all(step.during, namespace).catch(reject);
      });
      call.on('error', (error) => (events.length >= step.events ? undefined : reject(error)));
      call.end();
    });
  }

  async #all(steps: readonly RequestStep[], namespace: string): Promise<void> {
    for (const step of steps) await this.request(step, namespace);
  }

  #once(step: RequestStep, namespace: string): Promise<Outcome> {
    const identity = this.#identities[step.as ?? 'admin'];
    const { body, type = 'application/json', accept = 'application/json' } = step;
    const text = (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)).replaceAll(
      '{ns}',
      namespace,
    );
    // Said by us: Node leaves the length of a DELETE's body out.
    const about = { 'content-type': type, 'content-length': Buffer.byteLength(text) };
    const headers = { ...identity.headers, accept, ...(body === undefined ? {} : about) };
    return new Promise((resolve, reject) => {
      const options = { ...identity.options, method: step.verb, headers };
      const call = request(identity.url + step.path.replaceAll('{ns}', namespace), options, (answer) => {
        let received = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          received += chunk;
        });
        answer.on('end', () => resolve({ code: answer.statusCode ?? 0, body: parsed(received) }));
      });
      call.on('error', reject);
      call.end(text);
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function identityOf(path: string): Identity {
  const file = parse(readFileSync(path, 'utf8')) as Kubeconfig;
  const cluster = file.clusters[0]?.cluster;
  const context = file.contexts.find(({ name }) => name === file['current-context'])?.context;
  const user = file.users.find(({ name }) => name === context?.user)?.user;
  if (cluster === undefined || user === undefined) throw new Error(`${path} names no cluster and user`);
  const decoded = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64'));
  return {
    url: cluster.server,
    options: {
      ca: decoded(cluster['certificate-authority-data']),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
      agent: new Agent({ keepAlive: true }),
    },
    headers: user.token === undefined ? {} : { authorization: `Bearer ${user.token}` },
    kubectl: kubectlFor(path),
  };
}
