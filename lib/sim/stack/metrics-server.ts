// metrics-server: ready from its first scrape on, and never where it does not trust the kubelets' certificates
// (kubernetes-sigs/metrics-server pkg/server/server.go probeMetricStorageReady, pkg/scraper/scraper.go).
import { quiet } from '../kubelet/log-styles.ts';
import { addressOf } from '../monitoring/target-address.ts';
import { SAMPLE_MS } from '../usage/usage.ts';
import type { BehaviourGround, BehaviourOf } from './behaviour-of.ts';

const TRUSTS_ALL = /^--kubelet-insecure-tls(?:=true)?$/;
const KUBELET_PORT = 10_250;

export const metricsServer: BehaviourOf = (ground, _pod, { command = [], args = [] }) => {
  const trusts = !ground.selfSignedKubelets || [...command, ...args].some((word) => TRUSTS_ALL.test(word));
  return trusts ? { readyLaterMs: SAMPLE_MS } : { readyLaterMs: null, log: refusedLog(ground) };
};

function refusedLog({ source }: BehaviourGround) {
  const style = quiet(
    'Generated self-signed cert (/tmp/apiserver.crt, /tmp/apiserver.key)',
    'Serving securely on [::]:10250',
  );
  const nodes = source.list('nodes');
  return {
    ...style,
    periodMs: SAMPLE_MS / Math.max(1, nodes.length),
    line: ({ iso, index }: { iso: string; index: number }) => {
      const node = nodes[index % nodes.length];
      const address = node === undefined ? '' : addressOf(node);
      const why = `tls: failed to verify certificate: x509: cannot validate certificate for ${address} because it doesn't contain any IP SANs`;
      const url = `https://${address}:${KUBELET_PORT}/metrics/resource`;
      const head = `E${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 23)}000       1 scraper.go:149]`;
      return `${head} "Failed to scrape node" err="Get \\"${url}\\": ${why}" node="${node?.metadata.name ?? ''}"`;
    },
  };
}
