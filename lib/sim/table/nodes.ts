// Table of nodes (pkg/printers/internalversion/printers.go, printNode).
import type { Node } from 'kubernetes-types/core/v1';
import { AGE, ageOf, column, NAME, NONE, nameOf, type Printer, UNKNOWN, wide } from './column.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

export const nodes: Printer<Node> = {
  columns: [
    NAME,
    column('Status'),
    column('Roles'),
    AGE,
    column('Version'),
    wide('Internal-IP'),
    wide('External-IP'),
    wide('OS-Image'),
    wide('Kernel-Version'),
    wide('Container-Runtime'),
  ],
  cells: (node, nowMs) => {
    const info = node.status?.nodeInfo;
    const architecture = info?.architecture ? ` (${info.architecture})` : '';
    return [
      nameOf(node),
      statusOf(node),
      rolesOf(node),
      ageOf(node, nowMs),
      info?.kubeletVersion ?? '',
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      info?.osImage || UNKNOWN,
      `${info?.kernelVersion || UNKNOWN}${architecture}`,
      info?.containerRuntimeVersion || UNKNOWN,
    ];
  },
};

function statusOf({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${text},SchedulingDisabled` : text;
}

function rolesOf({ metadata }: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata?.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== '') roles.add(value);
  }
  return [...roles].sort().join(',') || NONE;
}

function addressOf({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? NONE;
}
