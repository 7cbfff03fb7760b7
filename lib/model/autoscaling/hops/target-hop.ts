// The sixth hop: what is scaled, through its scale subresource.
import { referenceText } from '#lib/rules/hpa/targets-text.ts';
import type { HopView } from '../autoscaling-view.ts';
import { desiredReplicasOf } from '../desired-replicas.ts';
import { failureWords } from '../failure-words.ts';
import { conditionOf } from '../status-health.ts';
import type { Trouble } from '../trouble.ts';
import { isOfTarget } from './autoscaler-hop.ts';
import { broken, type ChainContext, hop, rawCommand, refusal, stampOf, unknown } from './hop.ts';

export function targetHop(context: ChainContext): HopView {
  const { autoscaler, facts } = context;
  const { scale } = facts;
  const desired = desiredReplicasOf(autoscaler);
  const proof = scale.ok
    ? { kubectl: rawCommand(scale.value.path), answer: `"replicas":${scale.value.specReplicas}` }
    : null;
  const made = (state: Parameters<typeof hop>[3]) =>
    hop('target', 0, autoscaler.spec?.scaleTargetRef.kind ?? 'target', { proof, ...stampOf(scale), ...state });
  if (!scale.ok) {
    const mayNot = refusal(scale.failure, `get the scale of ${referenceText(autoscaler)}`);
    if (mayNot !== null) return made(unknown(mayNot));
    if (!scale.failure.answered) return made(unknown(scale.failure.message));
    return made(broken(missing(context, scale.failure.message)));
  }
  const { specReplicas, selector } = scale.value;
  const value = desired === null || desired === specReplicas ? `${specReplicas}` : `${specReplicas} → ${desired}`;
  if (isOfTarget(context)) return made({ ...broken(refused(context)), value });
  if (selector === '') {
    return made({
      ...broken({
        words: 'its scale names no selector: nobody knows which pods are its own',
        next: 'A custom resource has to give labelSelectorPath in its scale subresource.',
        kubectl: rawCommand(scale.value.path),
      }),
      value,
    });
  }
  if (specReplicas === 0)
    return made({ state: 'waiting', value, detail: 'scaled to zero: its autoscaler stands still' });
  const { minReplicas = 1, maxReplicas = 0 } = autoscaler.spec ?? {};
  return made({
    state: 'ok',
    value,
    detail: `${autoscaler.spec?.scaleTargetRef.name ?? ''}, ${minReplicas} to ${maxReplicas}`,
  });
}

function missing({ autoscaler }: ChainContext, message: string): Trouble {
  const words = failureWords(message);
  if (words !== null) return words;
  const { kind = '', name = '' } = autoscaler.spec?.scaleTargetRef ?? {};
  return {
    words: `${kind} ${name} cannot be scaled: ${message}`,
    next: 'Name a kind that has a scale subresource: a Deployment, a StatefulSet.',
    kubectl: `kubectl get ${kind.toLowerCase()} ${name}`,
  };
}

/** We can read it, its controller cannot read or change it. */
function refused({ autoscaler }: ChainContext): Trouble {
  const message = conditionOf(autoscaler.status?.conditions ?? [], 'AbleToScale')?.message ?? '';
  return (
    failureWords(message) ?? { words: message, next: 'See what keeps the controller from scaling it.', kubectl: null }
  );
}
