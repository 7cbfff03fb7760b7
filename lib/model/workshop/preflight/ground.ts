// What pods stand on: their network, names, storage, and clocks that agree.
import { formatCount } from '#lib/format/count.ts';
import { defaultStorageClass } from '#lib/rules/default-class.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { listed } from '../../what-if/listed.ts';
import type { WorkshopFacts } from '../facts.ts';
import { knownOr } from '../known.ts';
import { isK3s } from '../presence.ts';
import { check, type PreflightCheck, unknownCheck } from './check.ts';

/** By the name of what runs on every board; the first that is there counts. */
const NETWORKS: readonly { title: string; image: RegExp; node: string | null }[] = [
  { title: 'Cilium', image: /(^|\/)cilium(\/|:|$)/, node: 'network.cilium.io/' },
  { title: 'Calico', image: /(^|\/)(calico|mirrored-calico)[/-]node/, node: 'projectcalico.org/' },
  { title: 'Weave', image: /(^|\/)weave-kube/, node: null },
  { title: 'Flannel', image: /(^|\/)(mirrored-flannel-)?flannel(:|@|$)/, node: 'flannel.alpha.coreos.com/' },
];
/** Beyond this tokens, leases and certificates begin to be taken for wrong. */
const CLOCK_OFFSET_MAX_SECONDS = 5;

export function networkCheck(facts: WorkshopFacts): PreflightCheck {
  const { nodes, standing } = facts;
  if (!nodes.known) return unknownCheck('network', nodes.why);
  const agents = standing.objects.filter(({ kind }) => kind === 'DaemonSet').flatMap(({ images }) => images);
  const annotations = nodes.value.flatMap((node) => [...Object.keys(node.annotations), ...Object.keys(node.labels)]);
  const found = NETWORKS.find(
    ({ image, node }) =>
      agents.some((agent) => image.test(agent)) || (node !== null && annotations.some((name) => name.startsWith(node))),
  );
  const without = nodes.value.filter(({ conditions }) => lacksNetwork(conditions)).map(({ name }) => name);
  const kubectl = 'kubectl get daemonsets -A';
  const title = found === undefined ? null : isK3s(nodes.value) ? `${found.title}, which k3s brings` : found.title;
  if (without.length > 0) {
    const words = `${title ?? 'No pod network was found'}; without a network: ${listed(without)}.`;
    const todo = 'Install a pod network for all architectures, Flannel for instance: this workshop never does.';
    return check('network', {
      state: without.length === nodes.value.length ? 'blocked' : 'warning',
      words,
      todo,
      kubectl,
    });
  }
  if (title !== null) return check('network', { state: 'ok', words: `${title}.`, kubectl });
  if (isK3s(nodes.value)) return check('network', { state: 'ok', words: 'Flannel, which k3s brings.', kubectl });
  const hasAddresses = knownOr(facts.pods, []).some(({ podIP, hostNetwork }) => podIP !== null && !hostNetwork);
  const isAnyReady = nodes.value.some(({ conditions }) => isReady(conditions));
  if (hasAddresses && isAnyReady) {
    return check('network', {
      state: 'ok',
      words: 'Pods have addresses; which network gives them is not known.',
      kubectl,
    });
  }
  const words = standing.unread.includes('DaemonSet')
    ? 'DaemonSets may not be read, and no node says which network it has.'
    : 'None was found by name, and no pod has an address of its own yet.';
  return check('network', { state: 'unknown', words, todo: 'See that pods on two boards reach each other.', kubectl });
}

/** The runtime says so in Ready, the route controller by a condition of its own. */
function lacksNetwork(conditions: readonly { type: string; status: string; message: string }[]): boolean {
  return conditions.some(
    ({ type, status, message }) =>
      (type === 'NetworkUnavailable' && status === 'True') ||
      (type === 'Ready' && status === 'False' && /cni (plugin|config)|NetworkPluginNotReady/i.test(message)),
  );
}

export function dnsCheck({ services, pods }: WorkshopFacts): PreflightCheck {
  if (!services.known) return unknownCheck('dns', services.why);
  if (!pods.known) return unknownCheck('dns', pods.why);
  const kubectl = 'kubectl -n kube-system get pods -l k8s-app=kube-dns';
  const service = services.value.find(({ namespace, name }) => namespace === 'kube-system' && name === 'kube-dns');
  const own = pods.value.filter(
    ({ namespace, labels }) => namespace === 'kube-system' && labels['k8s-app'] === 'kube-dns',
  );
  const ready = own.filter(({ readySince }) => readySince !== null);
  if (service === undefined && own.length === 0) {
    const todo = 'Prometheus and the adapter find their services by name: install CoreDNS first.';
    return check('dns', {
      state: 'blocked',
      words: 'There is neither a Service kube-dns nor a pod behind it.',
      todo,
      kubectl,
    });
  }
  if (ready.length === 0) {
    const todo = 'See why its pods are not ready: without names most of the stack cannot start.';
    const words = `None of its ${formatCount(own.length, 'pod')} is ready.`;
    return check('dns', { state: 'blocked', words, todo, kubectl });
  }
  return check('dns', { state: 'ok', words: `${ready.length} of ${formatCount(own.length, 'pod')} ready.`, kubectl });
}

export function storageCheck({ storageClasses }: WorkshopFacts): PreflightCheck {
  if (!storageClasses.known) return unknownCheck('storage', storageClasses.why);
  const kubectl = 'kubectl get storageclasses';
  const found = defaultStorageClass(storageClasses.value);
  if (found !== undefined) {
    const words = `${found.metadata?.name ?? ''}, served by ${found.provisioner}.`;
    return check('storage', { state: 'ok', words, kubectl });
  }
  const others = storageClasses.value.map(({ metadata }) => metadata?.name ?? '');
  const words =
    others.length === 0 ? 'There is no storage class.' : `None is marked as the default (${listed(others)}).`;
  const todo = 'Nothing of the demo stack needs one; the step Extras has local-path storage.';
  return check('storage', { state: 'warning', words, todo, kubectl });
}

export function clocksCheck({ clocks, nodes }: WorkshopFacts): PreflightCheck {
  if (!clocks.known) return unknownCheck('clocks', clocks.why);
  const off = clocks.value.filter(
    ({ offsetSeconds, withinSeconds }) => Math.abs(offsetSeconds) - withinSeconds > CLOCK_OFFSET_MAX_SECONDS,
  );
  const kubectl = 'kubectl -n kube-node-lease get leases';
  if (off.length > 0) {
    const texts = off.map(({ node, offsetSeconds }) => {
      const how = `${Math.abs(Math.round(offsetSeconds))} s ${offsetSeconds > 0 ? 'ahead' : 'behind'}`;
      return `${node} ${how}`;
    });
    const words = `Against the API server’s clock: ${listed(texts)}.`;
    const todo = 'Set them by NTP (timedatectl set-ntp true): boards without a battery begin in the past.';
    return check('clocks', { state: 'warning', words, todo, kubectl });
  }
  const silent = knownOr(nodes, []).filter(({ name }) => !clocks.value.some(({ node }) => node === name));
  if (silent.length > 0) {
    const words = `Not known of ${listed(silent.map(({ name }) => name))}, which renewed no lease; the others agree.`;
    return check('clocks', { state: 'unknown', words, kubectl });
  }
  const words = `All within ${CLOCK_OFFSET_MAX_SECONDS} s of the API server.`;
  return check('clocks', { state: 'ok', words, kubectl });
}
