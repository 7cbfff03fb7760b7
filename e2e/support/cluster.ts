// What a browser test can do with its cluster, whether that is simulated or real.
import { startTestCluster, type TestCluster } from '#test/support/simulated-cluster.ts';

/** `viewer` reads everything but Secrets; `nobody` has no right; `student` is known to simulated clusters only. */
export type User = 'viewer' | 'nobody' | 'student';

export interface Cluster {
  /** Of its owner. */
  kubeconfig: string;
  kubeconfigOf(user: User): Promise<string>;
  /** The board's node is not heard of any more; within half a minute the cluster calls it NotReady. */
  unplug(board: string): Promise<void>;
  plugIn(board: string): Promise<void>;
  /** Requests to the API server are not answered until `startApi`. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** What the custom metrics API says of a Service in `default`, as a quantity: where a test sets it, not what is measured. */
  setServiceMetric(service: string, metric: string, value: string): Promise<void>;
  /** The clock, faults and counts of a simulated cluster; null for a real one. */
  simulated: TestCluster | null;
  stop(): Promise<void>;
}

export async function startSimulated(options: { clock: string; scenario: string }): Promise<Cluster> {
  const cluster = await startTestCluster(options);
  return {
    kubeconfig: cluster.kubeconfig,
    kubeconfigOf: async (user) => cluster.kubeconfigOf(user),
    unplug: (board) => cluster.setFaults({ nodesUnplugged: [board] }),
    plugIn: () => cluster.setFaults({ nodesUnplugged: [] }),
    stopApi: () => cluster.setFaults({ api: 'stopped' }),
    startApi: () => cluster.setFaults({ api: 'up' }),
    setServiceMetric: () => Promise.reject(new Error('a simulated cluster measures: send load instead')),
    simulated: cluster,
    stop: () => cluster.stop(),
  };
}
