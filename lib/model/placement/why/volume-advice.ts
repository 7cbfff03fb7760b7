// What to do about volumes that keep a pod from a node, by the scheduler's words for it.
import { UNBOUND_IMMEDIATE } from '#lib/rules/volumes/pod-volumes.ts';
import { BIND_CONFLICT, NODE_CONFLICT, VOLUME_MISSING } from '#lib/rules/volumes/volume-binding.ts';
import { command } from '../../actions/kubectl.ts';
import type { PodRef } from '../../overview/overview-view.ts';
import type { Advice } from './way-out.ts';

interface Case {
  matches: RegExp | string;
  /** `name`: of what the words quote. */
  text: (name: string) => string;
  kubectl: (namespace: string, name: string) => string;
}

const claims = (namespace: string) => command('kubectl', 'describe', 'pvc', '-n', namespace);
const claim = (namespace: string, name: string) => command('kubectl', 'describe', 'pvc', name, '-n', namespace);
const volumes = () => command('kubectl', 'get', 'pv');

const CASES: readonly Case[] = [
  {
    matches: /^persistentvolumeclaim "([^"]+)" not found$/,
    text: (name) => `There is no claim ${name}: make one, or correct its name in the pod.`,
    kubectl: (namespace) => command('kubectl', 'get', 'pvc', '-n', namespace),
  },
  {
    matches: /^persistentvolumeclaim "([^"]+)" bound to non-existent persistentvolume/,
    text: (name) => `The volume of claim ${name} is gone, and what it held with it: make the claim anew.`,
    kubectl: claim,
  },
  {
    matches: /^persistentvolumeclaim "([^"]+)" is being deleted$/,
    text: (name) => `Claim ${name} is being deleted: it goes when no pod uses it any more. Make another then.`,
    kubectl: claim,
  },
  {
    matches: /^waiting for ephemeral volume controller to create the persistentvolumeclaim "([^"]+)"/,
    text: (name) => `Its claim ${name} is about to be made by the controller manager: wait a moment.`,
    kubectl: claim,
  },
  {
    matches: /^PVC \S+ was not created for pod/,
    text: () => 'Another claim has the name of the one that would be made for it: rename or delete that one.',
    kubectl: (namespace) => command('kubectl', 'get', 'pvc', '-n', namespace),
  },
  {
    matches: UNBOUND_IMMEDIATE,
    text: () => 'Its claim waits for a volume: make one that fits, or name a StorageClass that makes them.',
    kubectl: claims,
  },
  {
    matches: BIND_CONFLICT,
    text: () => 'No free volume that fits its claim can be on this node: make one there, or a class that makes them.',
    kubectl: volumes,
  },
  {
    matches: NODE_CONFLICT,
    text: () => 'Its volume is on another board, and the pod has to be where its data is.',
    kubectl: () => command('kubectl', 'describe', 'pv'),
  },
  {
    matches: VOLUME_MISSING,
    text: () => 'The volume of its claim is gone, and what it held with it: make the claim anew.',
    kubectl: claims,
  },
  {
    matches: /^persistentvolume "([^"]+)" not found$/,
    text: (name) => `The volume ${name} of its claim is gone, and what it held with it: make the claim anew.`,
    kubectl: volumes,
  },
];

/** Null for words that are about something else. */
export function volumeAdvice(reason: string, { namespace }: PodRef): Advice | null {
  for (const { matches, text, kubectl } of CASES) {
    const found = typeof matches === 'string' ? (reason === matches ? [reason] : null) : matches.exec(reason);
    if (found === null) continue;
    const name = found[1] ?? '';
    return { text: text(name), kubectl: kubectl(namespace, name) };
  }
  return null;
}
