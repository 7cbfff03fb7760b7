// Commands as a person would type them; safe to paste into a POSIX shell.
import { formatTaint } from '#lib/rules/nodes/taints.ts';
import type { PodRef } from '../overview/overview-view.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { JsonPatch } from './json-patch.ts';
import type { NodeAction } from './node-action.ts';
import { factsOf } from './workload-kind.ts';

export function kubectlOf(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
      return command('kubectl', action.action, action.node);
    case 'taint': {
      const flags = action.overwrite === true ? ['--overwrite'] : [];
      return command('kubectl', 'taint', 'nodes', action.node, formatTaint(action.taint), ...flags);
    }
    case 'untaint':
      return command('kubectl', 'taint', 'nodes', action.node, `${formatTaint(action.taint)}-`);
  }
}

export function kubectlScale(workload: WorkloadRef, replicas: number): string {
  return command('kubectl', 'scale', objectOf(workload), `--replicas=${replicas}`, ...namespaceOf(workload));
}

export function kubectlSetImage(workload: WorkloadRef, container: string, image: string): string {
  return command('kubectl', 'set', 'image', objectOf(workload), `${container}=${image}`, ...namespaceOf(workload));
}

/** The command cannot take a request away: it asks for nothing instead. */
export function kubectlSetRequests(
  workload: WorkloadRef,
  container: string,
  requests: Readonly<Record<string, string | null>>,
): string {
  const stated = Object.entries(requests).map(([resource, amount]) => [resource, amount ?? '0']);
  return kubectlSetResources(workload, container, { requests: Object.fromEntries(stated) as Record<string, string> });
}

export function kubectlSetResources(
  workload: WorkloadRef,
  container: string,
  stated: Readonly<Partial<Record<'requests' | 'limits', Readonly<Record<string, string>>>>>,
): string {
  const flags = Object.entries(stated).flatMap(([side, amounts]) => {
    const texts = Object.entries(amounts).map(([resource, amount]) => `${resource}=${amount}`);
    return texts.length === 0 ? [] : [`--${side}=${texts.join(',')}`];
  });
  const what = ['-c', container, ...flags];
  return command('kubectl', 'set', 'resources', objectOf(workload), ...namespaceOf(workload), ...what);
}

export function kubectlPatch(workload: WorkloadRef, type: 'json' | 'strategic', patch: unknown): string {
  const how = [`--type=${type}`, '-p', JSON.stringify(patch)];
  return command('kubectl', 'patch', objectOf(workload), ...namespaceOf(workload), ...how);
}

/** Deletes it and creates it anew, changed. */
export function kubectlRecreate(workload: WorkloadRef, patch: JsonPatch): string {
  const read = command('kubectl', 'get', objectOf(workload), ...namespaceOf(workload), '-o', 'json');
  const how = ['--type=json', '-p', JSON.stringify(patch), '-o', 'json'];
  const change = command('kubectl', 'patch', '--local', '-f', '-', ...how);
  return [read, change, 'kubectl replace --force -f -'].join(' | ');
}

export function kubectlDeletePod({ namespace, name }: PodRef): string {
  return command('kubectl', 'delete', 'pod', name, '-n', namespace);
}

function objectOf(workload: WorkloadRef): string {
  return `${factsOf(workload).word}/${workload.name}`;
}

function namespaceOf({ namespace }: WorkloadRef): string[] {
  return ['-n', namespace];
}

export function command(...words: string[]): string {
  return words.map(shellQuoted).join(' ');
}

/** Quoted only where the shell would read more into it. */
export function shellQuoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
