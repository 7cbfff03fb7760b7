// The cluster that a terminal works on, and the workshop on it.
import { existsSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import type { WorkshopPicture } from '#lib/server/workshop/look/workshop-eyes.ts';
import { Workshop } from '#lib/server/workshop/workshop.ts';
import type { StepId } from '#lib/stack/component.ts';
import { checkCluster } from '../check-cluster.ts';
import { UsageError } from '../options.ts';
import type { Command } from './arguments.ts';
import { choicesWith } from './given-choices.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Session {
  workshop: Workshop;
  /** Of the kubeconfig. */
  context: string;
  end: () => Promise<void>;
}

/** Throws a UsageError that says what to do where there is no such cluster, or it does not answer. */
export async function beginSession({ kubeconfig, context }: Command): Promise<Session> {
  const file = kubeconfigFile(kubeconfig, process.env);
  const name = await checkCluster(file, context);
  const transport = new Transport(await loadKubeconfig(file, context ?? undefined));
  const workshop = new Workshop({
    transport,
    registry: null,
    root: ROOT,
    identity: `${userName()}@${hostname()}:${process.pid}`,
    readOnly: false,
  });
  return {
    workshop,
    context: name,
    end: async () => {
      workshop.stop();
      await transport.close();
    },
  };
}

/** The cluster as it is, and what would be done with the choices that were given. Throws StatusError. */
export async function pictureFor(
  { workshop }: Session,
  { choices }: Command,
  tried: readonly StepId[],
): Promise<WorkshopPicture> {
  if (Object.keys(choices).length > 0) {
    const { choices: before, facts } = await workshop.fresh();
    workshop.suppose(choicesWith(choices, before, facts));
  }
  return workshop.fresh(tried);
}

/** As kubectl finds it. Throws a UsageError. */
export function kubeconfigFile(given: string | null, env: NodeJS.ProcessEnv): string {
  // npm runs scripts in the project's folder, and says where it was called.
  const from = env['INIT_CWD'] ?? process.cwd();
  if (given !== null) return resolve(from, given);
  const files = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const [first] = files;
  if (files.length > 1)
    throw new UsageError('KUBECONFIG names several files: give one of them with --kubeconfig FILE.');
  if (first !== undefined) return resolve(from, first);
  const usual = join(env['HOME'] ?? homedir(), '.kube', 'config');
  if (existsSync(usual)) return usual;
  throw new UsageError(`which cluster? There is no ${usual}: give --kubeconfig FILE, or set KUBECONFIG.`);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user of a container may have no name.
    return 'somebody';
  }
}
