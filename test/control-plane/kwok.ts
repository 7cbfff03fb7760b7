// Boards without hardware: kwok heartbeats for the nodes that carry its label, and runs their pods as far as status goes.
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { type Daemon, freePorts } from './daemon.ts';

/** A node with it is up; taking it away unplugs the board. */
export const KWOK_LABEL = 'bramble.test/kwok';

const STAGES = [
  'stage/node/fast/node-initialize.yaml',
  'stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'stage/node/chaos/node-not-ready.yaml',
  'stage/pod/fast/pod-ready.yaml',
  'stage/pod/fast/pod-complete.yaml',
  'stage/pod/fast/pod-delete.yaml',
  'metrics/resource/metrics-resource.yaml',
  'metrics/usage/usage-from-annotation.yaml',
];
/** Renewed every quarter of it: with more than 8 s nodes would flap where the grace period is short. */
const LEASE_SECONDS = 8;

/** `configurations` are read beside the stages that every cluster has. */
export async function startKwok(
  plane: ControlPlane,
  binaries: Binaries,
  configurations: readonly string[] = [],
): Promise<Daemon> {
  const [port = 0] = await freePorts(1);
  const kubeconfig = await plane.admin();
  const stages = STAGES.map((path) => join(binaries.kwokConfiguration, path));
  await plane.reach(port);
  const daemon = plane.run('kwok', [
    `--kubeconfig=${kubeconfig}`,
    `--manage-nodes-with-label-selector=${KWOK_LABEL}=true`,
    '--node-ip=127.0.0.1',
    '--node-name=localhost',
    `--node-port=${port}`,
    `--server-address=${plane.kubeletAddress}:${port}`,
    `--node-lease-duration-seconds=${LEASE_SECONDS}`,
    ...[...stages, join(import.meta.dirname, 'stages.yaml'), ...configurations].map((path) => `--config=${path}`),
  ]);
  await daemon.untilReady(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return daemon;
}
