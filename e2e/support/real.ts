// A worker's real control plane: started once, and put back to how it was before each test.
import { controlPlaneBinaries } from '#test/control-plane/binaries.ts';
import { KWOK_LABEL } from '#test/control-plane/kwok.ts';
import { type RealCluster, startRealCluster } from '#test/control-plane/real-cluster.ts';
import { Rest } from '#test/control-plane/rest.ts';
import { kubectlFor, must } from '#test/support/kubectl.ts';
import type { Cluster } from './cluster.ts';

/** Instead of 50 s, so that a board that was unplugged is soon missed; leases are renewed every 2 s. */
const GRACE_PERIOD = '16s';

/** Autoscalers are looked at every second, and forget soon what they wanted. */
const AUTOSCALING = [
  '--horizontal-pod-autoscaler-sync-period=1s',
  '--horizontal-pod-autoscaler-downscale-stabilization=1s',
  '--horizontal-pod-autoscaler-initial-readiness-delay=1s',
  '--horizontal-pod-autoscaler-cpu-initialization-period=1s',
];

export interface RealWorker {
  /** The cluster as at its start. */
  cluster(): Promise<Cluster>;
  stop(): Promise<void>;
}

/** Nothing is started before a test asks. */
export function realWorker(): RealWorker {
  let started: Promise<{ real: RealCluster; rest: Rest }> | null = null;
  return {
    cluster: async () => {
      started ??= start();
      const { real, rest } = await started;
      await rest.restore();
      return clusterOf(real);
    },
    stop: async () => (await started)?.real.stop(),
  };
}

async function start() {
  const binaries = controlPlaneBinaries((line) => void process.stderr.write(`${line}\n`));
  if (binaries === null) throw new Error('there is no real control plane: run the project `simulated` alone');
  const flags = { 'kube-controller-manager': [`--node-monitor-grace-period=${GRACE_PERIOD}`, ...AUTOSCALING] };
  const real = await startRealCluster(binaries, { flags });
  return { real, rest: new Rest(kubectlFor(real.kubeconfig)) };
}

function clusterOf(real: RealCluster): Cluster {
  const kubectl = kubectlFor(real.kubeconfig);
  const api = real.plane.daemon('kube-apiserver');
  return {
    kubeconfig: real.kubeconfig,
    kubeconfigOf: async (user) => {
      if (user === 'student') throw new Error('a real cluster has no teams of students: use the viewer');
      return real.kubeconfigOf(user === 'viewer' ? 'student' : 'nobody');
    },
    unplug: async (board) => void (await must(kubectl(['label', 'node', board, `${KWOK_LABEL}-`]))),
    plugIn: async (board) => void (await must(kubectl(['label', 'node', board, `${KWOK_LABEL}=true`]))),
    stopApi: async () => api.signal('SIGSTOP'),
    startApi: async () => api.signal('SIGCONT'),
    setServiceMetric: (name, metric, value) =>
      real.aggregated.setMetric({ namespace: 'default', resource: 'services', name, metric }, value),
    simulated: null,
    stop: async () => api.signal('SIGCONT'),
  };
}
