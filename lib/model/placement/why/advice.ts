// What to do about a refusal that nothing here takes away: one sentence each, and the command that shows more.
import type { Check } from '#lib/rules/scheduling/explain.ts';
import { AFFINITY_REASON, EXISTING_ANTI_AFFINITY_REASON } from '#lib/rules/scheduling/pod-affinity.ts';
import { command } from '../../actions/kubectl.ts';
import { systemTaintsOf } from './reason-text.ts';
import { volumeAdvice } from './volume-advice.ts';
import type { Advice, CheckOf } from './way-out.ts';
import { waysOfCheck } from './ways-out.ts';
import type { NodeVerdictView, WhyView } from './why-view.ts';

/** Of one node: each check that refuses and has no way out here. */
export function adviceOn(why: WhyView, verdict: NodeVerdictView): readonly Advice[] {
  return verdict.checks
    .filter((check) => !check.passes && waysOfCheck(check, why, verdict).length === 0)
    .map((check) => forCheck(check, why, verdict));
}

/** Of a pod that is nowhere: what keeps it from every node, or what would help on one that is not in trouble. */
export function adviceOnPending(why: WhyView, nodes: readonly NodeVerdictView[]): readonly Advice[] {
  if (why.node !== null) return [];
  if (why.refusal !== null) return [volumeAdvice(why.refusal, why) ?? refusalAdvice(why)];
  const refused = nodes.filter(({ verdict }) => verdict === 'refused');
  const [first] = [...refused.filter(({ letter }) => letter !== 'R'), ...refused];
  return first === undefined || refused.length < nodes.length ? [] : adviceOn(why, first);
}

function refusalAdvice(why: WhyView): Advice {
  return {
    text: 'Its node name and its node affinity name no node that there is: take one of them out.',
    kubectl: describePod(why),
  };
}

function forCheck(check: Check, why: WhyView, { node }: NodeVerdictView): Advice {
  switch (check.kind) {
    case 'name':
      return {
        text: `It asks for ${check.wanted ?? 'another node'} by name: make it without nodeName, and the scheduler chooses.`,
        kubectl: command('kubectl', 'get', 'nodes'),
      };
    case 'cordon':
      return { text: `${node} takes no new pods until it is uncordoned.`, kubectl: describeNode(node) };
    case 'taints':
      return taintAdvice(check, node);
    case 'affinity':
      if (why.owner.kind === 'DaemonSet') {
        const text = 'Its DaemonSet made it for another board: each that may have one gets its own.';
        return { text, kubectl: command('kubectl', 'get', 'daemonset', why.owner.name, '-n', why.namespace) };
      }
      return {
        text: `${node} is not what its selector or affinity asks for: change that where the pod is made, or give the node the label.`,
        kubectl: command('kubectl', 'get', 'nodes', '--show-labels'),
      };
    case 'ports':
      return portAdvice(check, node);
    case 'resources':
      return roomAdvice(check, node);
    case 'volumes':
      return (
        check.reasons.map((reason) => volumeAdvice(reason, why)).find((advice) => advice !== null) ?? claimAdvice(why)
      );
    case 'spread':
      return spreadAdvice(check, why, node);
    case 'pod-affinity':
      return podAffinityAdvice(check, why, node);
  }
}

function taintAdvice({ taints }: CheckOf<'taints'>, node: string): Advice {
  const inTrouble = systemTaintsOf(taints.filter(({ tolerated }) => !tolerated)).length > 0;
  const text = inTrouble
    ? `${node} is in trouble: it takes pods again when it is well. Its conditions say what is the matter.`
    : `${node} keeps pods out by its taints: tolerate them where the pod is made.`;
  return { text, kubectl: describeNode(node) };
}

function portAdvice({ taken }: CheckOf<'ports'>, node: string): Advice {
  const which = taken.map(({ port, by }) => `port ${port} is ${by}'s`).join(', ');
  return {
    text: `On ${node} ${which}: a port of the board is one pod's at a time. End that pod, ask for another hostPort, or for none and let a Service lead to it.`,
    kubectl: podsOn(node),
  };
}

function roomAdvice({ resources }: CheckOf<'resources'>, node: string): Advice {
  const short = resources.filter(({ passes }) => !passes);
  const kubectl = describeNode(node);
  if (short.some(({ resource }) => resource === 'pods')) {
    return {
      text: `${node} takes no more pods, however small: end some, or let its kubelet take more (maxPods).`,
      kubectl,
    };
  }
  const beyond = short.find(({ asked, allocatable }) => asked > allocatable);
  if (beyond !== undefined) {
    const name = beyond.resource;
    const text =
      beyond.allocatable === 0
        ? `${node} has no ${name} at all: a device plugin brings it, or the pod asks for it in vain.`
        : `It asks for more ${name} than the whole of ${node} has: nothing that leaves would make room. Ask for less, or add a larger board.`;
    return { text, kubectl };
  }
  const names = short.map(({ resource }) => resource).join(' and ');
  const [taker] = short.flatMap(({ takers }) => takers);
  const who = taker === undefined ? '' : ` Most of it is asked for by ${taker.pod}.`;
  return { text: `${names} comes free on ${node} when pods leave or ask for less.${who}`, kubectl };
}

function spreadAdvice({ constraints }: CheckOf<'spread'>, why: WhyView, node: string): Advice {
  const broken = constraints.filter(({ passes }) => !passes);
  const lacking = broken.find(({ domain }) => domain === null);
  if (lacking !== undefined) {
    const { topologyKey } = lacking;
    const text = `It is spread by ${topologyKey}, which ${node} does not have: give the node that label.`;
    return { text, kubectl: command('kubectl', 'get', 'nodes', '-L', topologyKey) };
  }
  const [first] = broken;
  return {
    text: `One more on ${node} would leave its pods too uneven (maxSkew ${first?.maxSkew ?? 1}): make room where fewest are, or have the constraint say ScheduleAnyway.`,
    kubectl: command('kubectl', 'get', 'pods', '-n', why.namespace, '-o', 'wide'),
  };
}

function podAffinityAdvice({ reason }: CheckOf<'pod-affinity'>, why: WhyView, node: string): Advice {
  const kubectl = command('kubectl', 'get', 'pods', '-n', why.namespace, '--show-labels', '-o', 'wide');
  if (reason === EXISTING_ANTI_AFFINITY_REASON) {
    const text = `A pod that is there already wants none like this one near: change that pod's anti-affinity, or let it leave ${node}.`;
    return { text, kubectl: podsOn(node) };
  }
  const text =
    reason === AFFINITY_REASON
      ? `It wants to be near pods that are not near ${node}: start those first, or change its affinity where it is made.`
      : `It wants to be apart from pods that are near ${node}: add a board, or change its anti-affinity where it is made.`;
  return { text, kubectl };
}

function claimAdvice(why: WhyView): Advice {
  return { text: 'Its volumes cannot be there: its claims say what they wait for.', kubectl: describeClaims(why) };
}

function describeClaims({ namespace }: WhyView): string {
  return command('kubectl', 'describe', 'pvc', '-n', namespace);
}

function describePod({ namespace, name }: WhyView): string {
  return command('kubectl', 'describe', 'pod', name, '-n', namespace);
}

function describeNode(node: string): string {
  return command('kubectl', 'describe', 'node', node);
}

function podsOn(node: string): string {
  return command('kubectl', 'get', 'pods', '-A', '-o', 'wide', `--field-selector=spec.nodeName=${node}`);
}
