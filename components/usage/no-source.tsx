'use client';
// Nothing measures CPU and memory: what does, how to get it, and what was looked for.
import { Command } from '#components/ui/command.tsx';
import type { FoundSource } from '#lib/model/usage/usage-view.ts';
import { FoundSources } from './found-sources.tsx';

const INSTALL =
  'kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml';
const INSECURE = [
  'kubectl patch deployment metrics-server -n kube-system --type=json',
  `-p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'`,
].join(' ');

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['heapster', 'Heapster'],
  ['prometheus', 'Prometheus'],
]);

export function NoSource({ found }: { found: readonly FoundSource[] }) {
  const looked = found.filter(({ kind }) => kind !== 'memory');
  const missing = [...OTHERS].flatMap(([kind, name]) => (looked.some((one) => one.kind === kind) ? [] : [name]));
  return (
    <section
      aria-labelledby="no-source"
      className="mx-4 mb-6 max-w-200 rounded border border-line-2 border-dashed p-4 sm:mx-6 sm:p-6"
    >
      <h2 id="no-source" className="text-16 font-semibold">
        Nothing here measures CPU and memory
      </h2>
      <p className="text-ink-2">
        Every kubelet knows what its pods use, but somebody has to collect it. metrics-server does, for all nodes, every
        15 seconds; autoscalers need it too. One board of amd64, arm, arm64, ppc64le or s390x has to run it; it asks
        boards of every architecture.
      </p>
      <div className="mt-3">
        <Command text={INSTALL} />
      </div>
      <p className="mt-3 text-ink-2">
        If it then says that it cannot validate the kubelets’ certificates, as on most clusters made by kubeadm, either
        have the cluster sign them (<code className="text-ink">serverTLSBootstrap</code>) or, in a home network, let it
        trust them:
      </p>
      <div className="mt-3">
        <Command text={INSECURE} />
      </div>
      <p className="mt-3 text-ink-2">
        That is the newest metrics-server, for the newest Kubernetes: which one an older cluster needs stands in the
        README of <code className="text-ink">github.com/kubernetes-sigs/metrics-server</code>. A Prometheus that scrapes
        the kubelets is read as well, and so is a Heapster in <code className="text-ink">kube-system</code>, on clusters
        that are old enough to have one. What comes appears here by itself, within some minutes.
      </p>
      {looked.length === 0 ? null : (
        <>
          <h3 className="mt-3 font-medium">What was looked for</h3>
          <FoundSources found={looked} />
          {missing.length === 0 ? null : (
            <p className="text-ink-2">{missing.map((name) => `No ${name} was found in the cluster.`).join(' ')}</p>
          )}
        </>
      )}
    </section>
  );
}
