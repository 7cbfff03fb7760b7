// The whole of it: a real control plane with the talk's boards, metrics, custom metrics, wardle, and three users.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type AggregatedServers, startAggregatedServers } from './aggregated.ts';
import type { Binaries } from './binaries.ts';
import { boardNodes } from './boards.ts';
import { ControlPlane, type ControlPlaneOptions } from './control-plane.ts';
import { startKwok } from './kwok.ts';
import { podLogs } from './pod-logs.ts';
import { userRoles } from './users.ts';

export interface RealCluster {
  readonly plane: ControlPlane;
  readonly aggregated: AggregatedServers;
  /** Of the administrator. */
  readonly kubeconfig: string;
  /** `student` reads everything but Secrets; `nobody` has no right beyond what everybody has. */
  kubeconfigOf(user: 'student' | 'nobody'): Promise<string>;
  stop(): Promise<void>;
}

export interface RealClusterOptions extends ControlPlaneOptions {
  /** Containers have a log of a few lines; without it asking for one is refused. */
  podLogs?: boolean;
}

export async function startRealCluster(binaries: Binaries, options: RealClusterOptions = {}): Promise<RealCluster> {
  const plane = await ControlPlane.start(binaries, options);
  try {
    const kubeconfig = await plane.admin();
    await startKwok(plane, binaries, options.podLogs === true ? [podLogs(plane.directory)] : []);
    const aggregated = await startAggregatedServers(plane);
    applyObjects(binaries, kubeconfig, [...boardNodes(), ...aggregated.objects, ...userRoles()]);
    return {
      plane,
      aggregated,
      kubeconfig,
      kubeconfigOf: (user) => plane.kubeconfig(user, user === 'student' ? ['students'] : []),
      stop: () => plane.stop(),
    };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** Creates them all, or throws. */
export function applyObjects(binaries: Binaries, kubeconfig: string, objects: readonly object[]): void {
  const kubectl = join(binaries.directory, 'kubectl');
  const input = objects.map((object) => stringify(object)).join('---\n');
  const run = spawnSync(kubectl, [`--kubeconfig=${kubeconfig}`, 'create', '-f', '-'], { input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the cluster's first objects were refused: ${run.stderr}`);
}
