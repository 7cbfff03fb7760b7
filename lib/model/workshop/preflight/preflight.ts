// Everything that is looked at before the workshop begins, in the order in which it is read.

import { groupBy } from '../../records/grouping.ts';
import { listed } from '../../what-if/listed.ts';
import { type AccessAsk, accessTo } from '../access.ts';
import type { WorkshopFacts } from '../facts.ts';
import type { Presence } from '../presence.ts';
import { architecturesCheck, memoryCheck, nodesCheck, userlandCheck } from './boards.ts';
import { type Consent, certificatesCheck } from './certificates.ts';
import { CHECK_IDS, type CheckId, check, type PreflightCheck, unknownCheck } from './check.ts';
import { clocksCheck, dnsCheck, networkCheck, storageCheck } from './ground.ts';
import { versionsCheck } from './versions.ts';

export interface PreflightInput {
  facts: WorkshopFacts;
  /** Of every component, by its title. */
  presences: readonly { title: string; presence: Presence }[];
  /** Of every step that would do something, by its title. */
  asks: readonly { step: string; asks: readonly AccessAsk[] }[];
  /** Memory that the largest pod of the stack asks for. */
  neededBytes: number;
  /** To certificates that nobody checks. */
  consent: Consent;
}

/** One of each id: they are shown in the order of CHECK_IDS. */
const CHECKS: Readonly<Record<CheckId, (input: PreflightInput) => PreflightCheck>> = {
  api: ({ facts }) => apiCheck(facts),
  versions: ({ facts }) => versionsCheck(facts),
  permissions: ({ facts, asks }) => permissionsCheck(facts, asks),
  nodes: ({ facts }) => nodesCheck(facts),
  architectures: ({ facts }) => architecturesCheck(facts),
  userland: ({ facts }) => userlandCheck(facts),
  memory: ({ facts, neededBytes }) => memoryCheck(facts, neededBytes),
  network: ({ facts }) => networkCheck(facts),
  dns: ({ facts }) => dnsCheck(facts),
  storage: ({ facts }) => storageCheck(facts),
  clocks: ({ facts }) => clocksCheck(facts),
  certificates: ({ facts, consent }) => certificatesCheck(facts, consent),
  installed: ({ presences }) => installedCheck(presences),
};

export function preflight(input: PreflightInput): PreflightCheck[] {
  return CHECK_IDS.map((id) => CHECKS[id](input));
}

function apiCheck({ server }: WorkshopFacts): PreflightCheck {
  const kubectl = 'kubectl version';
  if (server.known) return check('api', { state: 'ok', words: `It answers: ${server.value.gitVersion}.`, kubectl });
  const todo = 'See that the address in the kubeconfig is right and that the control plane’s board is on.';
  return check('api', { state: 'blocked', words: `It does not answer: ${server.why}.`, todo, kubectl });
}

function permissionsCheck({ access }: WorkshopFacts, asks: PreflightInput['asks']): PreflightCheck {
  if (!access.known) return unknownCheck('permissions', access.why);
  const kubectl = 'kubectl auth can-i --list';
  const verdicts = asks.map(({ step, asks: own }) => ({ step, ...accessTo(own, access) }));
  const lacking = verdicts.filter(({ missing }) => missing.length > 0);
  const todo = 'Ask whoever runs the cluster for the role in deploy/workshop-rbac.yaml, or leave these steps out.';
  if (lacking.length > 0) {
    const isAll = lacking.length === verdicts.length;
    return check('permissions', {
      state: isAll ? 'blocked' : 'warning',
      words: lackingText(lacking, isAll),
      todo,
      kubectl,
    });
  }
  const unasked = verdicts.find(({ unknown }) => unknown !== null);
  if (unasked !== undefined) return unknownCheck('permissions', unasked.unknown ?? '');
  return check('permissions', { state: 'ok', words: 'Everything that the steps do is allowed.', kubectl });
}

/** What all of them lack is said once; a step says itself what more it lacks. */
function lackingText(lacking: readonly { step: string; missing: readonly string[] }[], isAll: boolean): string {
  const [first, ...others] = lacking;
  if (first === undefined) return '';
  const shared = first.missing.filter((one) => others.every(({ missing }) => missing.includes(one)));
  const isShared = others.length > 0 && shared.length > 0;
  const texts = lacking.flatMap(({ step, missing }) => {
    const own = isShared ? missing.filter((one) => !shared.includes(one)) : missing;
    const [only] = own;
    if (only === undefined) return [];
    return [own.length === 1 ? `${step}: ${only}` : `${step}: ${only}, and ${own.length - 1} more`];
  });
  if (!isShared) return `Missing for ${texts.join('; ')}.`;
  return [
    `Missing for ${isAll ? 'every step' : listed(lacking.map(({ step }) => step))}: ${listed(shared)}.`,
    ...(texts.length === 0 ? [] : [`Beyond that for ${texts.join('; ')}.`]),
  ].join(' ');
}

function installedCheck(presences: PreflightInput['presences']): PreflightCheck {
  const keepers = presences.flatMap(({ title, presence }) => {
    if (presence.state === 'theirs') return [{ title, keeper: keeperText(presence.by) }];
    return presence.state === 'ours' ? [{ title, keeper: 'made here' }] : [];
  });
  const there = Array.from(
    groupBy(keepers, ({ keeper }) => keeper),
    ([keeper, own]) => {
      return `${own.map(({ title }) => title).join(', ')}: ${keeper}`;
    },
  );
  const hidden = presences.filter(({ presence }) => presence.state === 'unknown').map(({ title }) => title);
  const words = there.length === 0 ? 'Nothing of the demo stack.' : `${there.join('; ')}.`;
  if (hidden.length > 0) {
    return check('installed', { state: 'unknown', words: `${words} Not known of ${listed(hidden)}.` });
  }
  const isTheirs = presences.some(({ presence }) => presence.state === 'theirs');
  const todo = isTheirs ? 'It is used as it is and never installed again.' : null;
  return check('installed', { state: 'ok', words, todo, kubectl: 'kubectl get deployments,daemonsets,apiservices -A' });
}

/** `present, managed by k3s`. */
export function keeperText(by: string | null): string {
  return by === null ? 'present, nobody says by whom' : `present, managed by ${by}`;
}
