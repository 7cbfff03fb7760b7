// Versions of API server and kubelets, and how far they may be apart.
// Mirrors the version skew policy (kubernetes/website content/en/releases/version-skew-policy.md).
import { formatCount } from '#lib/format/count.ts';
import type { NodeRecord } from '../../records/records.ts';
import { listed } from '../../what-if/listed.ts';
import type { WorkshopFacts } from '../facts.ts';
import { check, type PreflightCheck, unknownCheck } from './check.ts';

/** Minor versions that a kubelet may be older than its API server: since kubelet 1.25, and before. */
const SKEW_MAX = 3;
const SKEW_MAX_EARLY = 2;
const SKEW_RAISED_MINOR = 25;
/** The last minor version for which Kubernetes published a kubelet for 32-bit Arm. */
const LAST_ARM_MINOR = 26;

const KUBECTL = 'kubectl get nodes -o wide';

export function versionsCheck({ server, nodes }: WorkshopFacts): PreflightCheck {
  if (!server.known) return unknownCheck('versions', server.why);
  if (!nodes.known) return unknownCheck('versions', nodes.why);
  const { minor, gitVersion } = server.value;
  const kubelets = nodes.value.map((node) => ({ node, minor: minorOf(node.hardware.kubeletVersion) }));
  const unread = kubelets.filter((one) => one.minor === null).map(({ node }) => node.name);
  const newer = kubelets.filter((one) => one.minor !== null && one.minor > minor).map(({ node }) => node);
  const older = kubelets.filter((one) => one.minor !== null && minor - one.minor > allowed(one.minor));
  const said = [`API server ${gitVersion}.`];
  if (newer.length > 0) said.push(`Newer than it: ${kubeletTexts(newer)}, which Kubernetes does not support.`);
  if (older.length > 0) {
    said.push(`Too far behind it to be supported: ${kubeletTexts(older.map(({ node }) => node))}.`);
  }
  if (unread.length > 0) said.push(`Version not known of ${listed(unread)}.`);
  if (newer.length > 0 || older.length > 0) {
    const isOldArm = older.length > 0 && older.every((one) => one.minor === LAST_ARM_MINOR && isArm(one.node));
    const todo =
      isOldArm && newer.length === 0
        ? `Kubernetes has no newer kubelet for 32-bit Arm than 1.${LAST_ARM_MINOR}: pods run there as far as both sides still understand each other. k3s has newer ones.`
        : 'Bring the kubelets within three minor versions of the API server, and none beyond it.';
    return check('versions', { state: 'warning', words: said.join(' '), todo, kubectl: KUBECTL });
  }
  if (unread.length > 0) return check('versions', { state: 'unknown', words: said.join(' '), kubectl: KUBECTL });
  said.push(`${formatCount(kubelets.length, 'kubelet')} within what it supports.`);
  return check('versions', { state: 'ok', words: said.join(' '), kubectl: KUBECTL });
}

function allowed(kubeletMinor: number): number {
  return kubeletMinor < SKEW_RAISED_MINOR ? SKEW_MAX_EARLY : SKEW_MAX;
}

/** `v1.26.15+k3s1`; null for what is no version of Kubernetes 1.x. */
function minorOf(version: string): number | null {
  const minor = /^v1\.(\d+)\./.exec(version)?.[1];
  return minor === undefined ? null : Number(minor);
}

function isArm({ hardware }: NodeRecord): boolean {
  return hardware.architecture === 'arm';
}

function kubeletTexts(nodes: readonly NodeRecord[]): string {
  return listed(nodes.map(({ name, hardware }) => `${name} (${hardware.kubeletVersion})`));
}
