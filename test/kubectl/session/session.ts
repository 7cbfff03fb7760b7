// A stranger's session with a real kubectl: the cluster, the commands' results, and files to apply.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type Kubectl, type KubectlResult, kubectlFor, must } from '../../support/kubectl.ts';
import { startTestCluster } from '../../support/simulated-cluster.ts';

/** A cluster kubectl can use, simulated or real. */
export interface SessionCluster {
  kubeconfig: string;
  /** A kubeconfig of one of the cluster's other users. */
  kubeconfigOf(user: string): string;
  stop(): Promise<void>;
}

/** Visits are exec, attach, cp and port-forward; minutes are quick where the clock is. */
export type Ability = 'visits' | 'followedLogs' | 'quickMinutes';

export interface SessionOptions {
  name: string;
  start(): Promise<SessionCluster>;
  /** A board that is up and not the control plane: it is tainted, cordoned and drained. */
  board: string;
  /** Who the kubeconfig is of. */
  owner: string;
  /** What this cluster cannot do, and why. */
  without?: Partial<Record<Ability, string>>;
  /** Pods that run from the first instant and are a controller's. */
  pod: { namespace: string; selector: string };
}

export interface Session extends SessionOptions {
  readonly cluster: SessionCluster;
  readonly kubectl: Kubectl;
  /** stdout of a command that must succeed. */
  readonly run: (...args: string[]) => Promise<string>;
  /** Result of a command that must fail. */
  readonly fails: (...args: string[]) => Promise<KubectlResult>;
  /** Path of a file with this text. */
  readonly file: (name: string, text: string) => string;
  readonly as: (user: string) => Kubectl;
}

/** Fast enough that images are pulled and backed-off containers started while kubectl waits. */
const CLOCK = 'x30';

/** A simulated cluster for a session. */
export function simulated(scenario: string, size = {}): Pick<SessionOptions, 'name' | 'owner' | 'start'> {
  return { name: scenario, owner: 'owner', start: () => startTestCluster({ scenario, size, clock: CLOCK }) };
}

/** `can` tells at once which tests there are to be: one that the cluster cannot do is none, and not skipped. */
export type Chapter = (session: () => Session, can: (ability: Ability) => boolean) => void;

/** Runs every chapter against a cluster of its own; the chapters use namespaces of their own. */
export function describeSession(options: SessionOptions, chapters: readonly Chapter[]): void {
  let session: Session | undefined;
  const directory = mkdtempSync(join(tmpdir(), 'bramble-session-'));
  beforeAll(async () => {
    session = sessionOf(options, await options.start(), directory);
  });
  afterAll(async () => {
    await session?.cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const current = (): Session => {
    if (session === undefined) throw new Error('the cluster did not start');
    return session;
  };
  describe(`kubectl on ${options.name}`, () => {
    const can = (ability: Ability) => options.without?.[ability] === undefined;
    for (const chapter of chapters) chapter(current, can);
  });
}

function sessionOf(options: SessionOptions, cluster: SessionCluster, directory: string): Session {
  const kubectl = kubectlFor(cluster.kubeconfig);
  return {
    ...options,
    cluster,
    kubectl,
    run: (...args) => must(kubectl(args)),
    fails: async (...args) => {
      const result = await kubectl(args);
      if (result.code === 0) throw new Error(`kubectl ${args.join(' ')} succeeded: ${result.stdout}`);
      return result;
    },
    file: (name, text) => {
      const path = join(directory, name);
      writeFileSync(path, text);
      return path;
    },
    as: (user) => kubectlFor(cluster.kubeconfigOf(user)),
  };
}
