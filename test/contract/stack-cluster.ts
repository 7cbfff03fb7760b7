// A real control plane for the demo stack: in a network of its own, with the talk's boards and two users who are no
// administrators.
import type { Binaries } from '../control-plane/binaries.ts';
import { boardNodes } from '../control-plane/boards.ts';
import { ControlPlane } from '../control-plane/control-plane.ts';
import { startKwok } from '../control-plane/kwok.ts';
import { PodNetwork } from '../control-plane/pod-network.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { documentedRoles, yamlOf } from './stack-objects.ts';
import { StackPrograms } from './stack-programs.ts';

const TEACHER = 'teacher';
const DASHBOARD = 'dashboard';
/** kwok's pods and the talk's boards: programs behind them listen on these. */
const RANGES = ['10.0.0.0/24', '192.168.200.0/24'];
const FLAGS = {
  'kube-apiserver': ['--enable-aggregator-routing=true'],
  'kube-controller-manager': ['--horizontal-pod-autoscaler-sync-period=1s'],
};

export interface StackCluster {
  admin: Kubectl;
  /** Holds deploy/workshop-rbac.yaml and nothing else. */
  teacher: Kubectl;
  /** Holds deploy/rbac.yaml beside it, as the dashboard's account does: it looks at the steps. */
  dashboard: Kubectl;
  programs: StackPrograms;
  stop(): Promise<void>;
}

export async function startStackCluster(binaries: Binaries): Promise<StackCluster> {
  const network = await PodNetwork.start(RANGES);
  const stopped: { plane?: ControlPlane } = {};
  const stop = async () => {
    await stopped.plane?.stop();
    network.stop();
  };
  try {
    const plane = await ControlPlane.start(binaries, { network, flags: FLAGS });
    stopped.plane = plane;
    const kubeconfig = await plane.admin();
    await startKwok(plane, binaries, []);
    const admin = kubectlFor(kubeconfig);
    await must(admin(['create', '-f', '-'], yamlOf(boardNodes())));
    await must(admin(['label', 'namespace', 'kube-system', 'pod-security.kubernetes.io/enforce=restricted']));
    const roles = [
      ...documentedRoles('rbac.yaml', [DASHBOARD]),
      ...documentedRoles('workshop-rbac.yaml', [TEACHER, DASHBOARD]),
    ];
    await must(admin(['apply', '--server-side', '-f', '-'], yamlOf(roles)));
    return {
      admin,
      teacher: kubectlFor(await plane.kubeconfig(TEACHER)),
      dashboard: kubectlFor(await plane.kubeconfig(DASHBOARD)),
      programs: new StackPrograms(plane, admin, kubeconfig),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
