// Why a component cannot be made on this cluster: every reason in a sentence, and what of it is not known.
import type { Component, ComponentId, PodSecurityLevel } from '#lib/stack/component.ts';
import { listed } from '../what-if/listed.ts';
import { type AccessAsk, accessTo } from './access.ts';
import type { WorkshopChoices } from './choices.ts';
import type { ObjectDifference } from './difference.ts';
import type { WorkshopFacts } from './facts.ts';
import type { FitsView } from './fits.ts';
import { JOURNAL_ASKS } from './journal.ts';
import { objectText } from './object-key.ts';
import { CONSENT_WAYS } from './preflight/certificates.ts';
import { theirIngress } from './their-ingress.ts';

export interface Hindrances {
  /** It cannot work, or may not be done. */
  blocked: readonly string[];
  /** It may not work: nobody could find out. */
  unsure: readonly string[];
}

export interface HindranceInput {
  component: Component;
  facts: WorkshopFacts;
  choices: WorkshopChoices;
  /** Components that are there, or that come before it in the same plan. */
  there: ReadonlySet<ComponentId>;
  /** Those of them that somebody else keeps. */
  theirs: ReadonlySet<ComponentId>;
  titleOf: (id: ComponentId) => string;
  fits: readonly FitsView[];
  differences: readonly ObjectDifference[];
  asks: readonly AccessAsk[];
}

const PSA_ENFORCE = 'pod-security.kubernetes.io/enforce';
/** How an API server refuses whoever lacks a right: what is missing is said already. */
const LACKS_RIGHT = / is forbidden: User "/;
const LEVELS: readonly PodSecurityLevel[] = ['restricted', 'baseline', 'privileged'];

export function hindrances(input: HindranceInput): Hindrances {
  const { component, facts, differences, fits } = input;
  const access = accessTo([...input.asks, ...JOURNAL_ASKS], facts.access);
  const blocked = [
    ...(facts.server.known ? [] : [`The API server does not answer: ${facts.server.why}.`]),
    ...versionReasons(component, facts),
    ...missingComponents(input),
    ...fits.flatMap((fit) => (fit.placed === 0 ? [`${fit.of} finds no board. ${fit.words}`] : [])),
    ...(access.missing.length === 0 ? [] : [`You may not ${listed(access.missing)}.`]),
    ...securityReasons(component, facts),
    ...certificateReasons(input),
    ...ingressReasons(input),
    ...differences.flatMap(({ change, ref, words }) => {
      if (change === 'conflict') return [`${objectText(ref)}: ${words}.`];
      if (change === 'refused' && access.missing.length > 0 && LACKS_RIGHT.test(words)) return [];
      return change === 'refused' ? [`${objectText(ref)} is refused: ${words}`] : [];
    }),
  ];
  const unknown = differences.filter(({ change }) => change === 'unknown');
  const unsure = [
    ...(access.unknown === null ? [] : [`Whether you may do it is not known: ${access.unknown}.`]),
    ...fits.flatMap((fit) => (fit.placed === null ? [fit.words] : partly(fit))),
    ...(unknown[0] === undefined ? [] : [`What it would change is not known: ${unknown[0].words}.`]),
    ...certificateDoubts(input),
    ...keeperDoubts(input),
  ];
  return { blocked, unsure };
}

function partly({ of, replicas, placed, words }: FitsView): string[] {
  return placed !== null && placed > 0 && replicas !== null && placed < replicas ? [`${of}: ${words}`] : [];
}

/** Why it does not work with this version of Kubernetes. */
export function versionReasons({ id, title, needs }: Component, { server }: WorkshopFacts): string[] {
  if (!server.known) return [];
  const { minor, flavour } = server.value;
  const { fromMinor, belowMinor } = needs.kubernetes;
  if (fromMinor !== undefined && minor < fromMinor) {
    return [`${title} needs Kubernetes 1.${fromMinor} or newer, and this is 1.${minor}.`];
  }
  // The simulated cluster of the talk answers as its kubelets did.
  if (id === 'heapster' && flavour === 'talk-2017') return [];
  if (belowMinor !== undefined && minor >= belowMinor) {
    return [`${title} works up to Kubernetes 1.${belowMinor - 1}, and this is 1.${minor}.`];
  }
  return [];
}

function missingComponents({ component, there, titleOf }: HindranceInput): string[] {
  const missing = component.needs.after.filter((id) => !there.has(id));
  if (missing.length === 0) return [];
  return [
    `It needs ${listed(missing.map(titleOf))} first, which ${missing.length === 1 ? 'is' : 'are'} neither there nor about to come.`,
  ];
}

/** Namespaces that somebody else made keep their own level. */
function securityReasons({ namespace, podSecurity }: Component, { namespaces }: WorkshopFacts): string[] {
  if (!namespaces.known) return [];
  const own = namespaces.value.find(({ name }) => name === namespace.name);
  const enforced = LEVELS.find((level) => level === own?.labels[PSA_ENFORCE]);
  if (enforced === undefined || LEVELS.indexOf(podSecurity.level) <= LEVELS.indexOf(enforced)) return [];
  return [
    `Namespace ${namespace.name} admits ${enforced} pods only, and it needs ${podSecurity.level}: ${podSecurity.why}`,
  ];
}

function certificateReasons({ component, facts, choices }: HindranceInput): string[] {
  const { kubeletCertificates } = facts;
  if (component.id !== 'metrics-server' || choices.kubeletInsecureTls) return [];
  if (!kubeletCertificates.known || kubeletCertificates.value === 'signed') return [];
  return [
    `Kubelets serve with certificates that they signed themselves, which metrics-server refuses: ${CONSENT_WAYS}.`,
  ];
}

/** What is made public has to lead somewhere. */
function ingressReasons({ component, facts }: HindranceInput): string[] {
  const found = component.id === 'ngrok' ? theirIngress(facts) : null;
  if (found === null || found.known) return [];
  return [`Where the Traefik that is there takes requests is not known: ${found.why}.`];
}

function certificateDoubts({ component, facts, choices }: HindranceInput): string[] {
  const { kubeletCertificates } = facts;
  if (component.id !== 'metrics-server' || choices.kubeletInsecureTls || kubeletCertificates.known) return [];
  return [`Whether metrics-server can trust the kubelets’ certificates is not known: ${kubeletCertificates.why}.`];
}

/** What it takes from them depends on how they are set up. */
const SET_UP_FOR_US: readonly ComponentId[] = ['prometheus-operator', 'custom-metrics-adapter'];

function keeperDoubts({ component, theirs, titleOf }: HindranceInput): string[] {
  return component.needs.after
    .filter((id) => theirs.has(id) && SET_UP_FOR_US.includes(id))
    .map((id) => `${titleOf(id)} is somebody else’s: whether it looks after what is made here shows only then.`);
}
