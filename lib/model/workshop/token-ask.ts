// Whether ngrok's token is asked for: said once, for pages, for the command line and for what is refused without it.
import type { ComponentId, StepId } from '#lib/stack/component.ts';
import type { ComponentPlan } from './component-plan.ts';

/** `possible`: the cluster has one, which stays unless another is given; the agent starts anew with that. */
export type TokenAsk = 'needed' | 'possible';

/** With a secret. */
export const TOKEN_STEP: StepId = 'public';
const TOKEN_COMPONENT: ComponentId = 'ngrok';

/** A plan, as far as it says what its steps ask for. */
interface PlannedAsks {
  steps: readonly { id: StepId; token: TokenAsk | null }[];
}

/** Of a step with these components. */
export function tokenAsk(components: readonly ComponentPlan[]): TokenAsk | null {
  const agent = components.find(({ id }) => id === TOKEN_COMPONENT);
  if (agent === undefined || !agent.chosen || (agent.state !== 'offered' && agent.state !== 'done')) return null;
  // A Secret that the cluster has is none of what is applied.
  return agent.objects.some(({ ref }) => ref.kind === 'Secret') ? 'needed' : 'possible';
}

/** Of applying these steps, one or several. */
export function tokenAskOf({ steps }: PlannedAsks, ids: readonly StepId[]): TokenAsk | null {
  return steps.find(({ id, token }) => ids.includes(id) && token !== null)?.token ?? null;
}
