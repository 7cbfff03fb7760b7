// What an operator chooses in the workshop. Nothing of it is secret.
import type { ARCH_LABEL, BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import type { TaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import { EXTRA_IDS, type ExtraId, STEPS } from '#lib/stack/catalogue.ts';
import type { ComponentId, StepId } from '#lib/stack/component.ts';

export interface TaintChoice {
  key: typeof ARCH_LABEL | typeof BETA_ARCH_LABEL;
  effect: TaintEffect;
  /** Values of `kubernetes.io/arch` whose boards are tainted. */
  architectures: readonly string[];
}

export interface WorkshopChoices {
  /** Null leaves all boards as they are. */
  taints: TaintChoice | null;
  metrics: 'metrics-server' | 'heapster';
  /** metrics-server takes kubelets' certificates unchecked. */
  kubeletInsecureTls: boolean;
  /** Whether the ingress is made public through ngrok; its token is given at apply. */
  goPublic: boolean;
  extras: readonly ExtraId[];
  registryPrefix: string | null;
}

export function stepOf(id: StepId): (typeof STEPS)[number] {
  const step = STEPS.find((one) => one.id === id);
  if (step === undefined) throw new Error(`the workshop has no step ${id}`);
  return step;
}

export function isChosen(component: ComponentId, { metrics, goPublic, extras }: WorkshopChoices): boolean {
  if (component === 'metrics-server' || component === 'heapster') return metrics === component;
  if (component === 'ngrok') return goPublic;
  const extra = EXTRA_IDS.find((id) => id === component);
  return extra === undefined || extras.includes(extra);
}
