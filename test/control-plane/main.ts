// `npm run control-plane`: starts a real control plane for a person, says how to reach it, and runs until Ctrl-C.
import { controlPlaneBinaries } from './binaries.ts';
import { startRealCluster } from './real-cluster.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const binaries = controlPlaneBinaries(say);
if (binaries === null) process.exit(1);
const cluster = await startRealCluster(binaries);
const stop = () => void cluster.stop().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
say(`export KUBECONFIG=${cluster.kubeconfig}`);
say(`# read-only: ${await cluster.kubeconfigOf('student')}`);
say(`# no rights: ${await cluster.kubeconfigOf('nobody')}`);
say(`# kubectl of the same version: ${binaries.directory}/kubectl`);
