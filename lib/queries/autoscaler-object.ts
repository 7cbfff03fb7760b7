// An autoscaler as the API server has it, for the form that changes it.
import type { AutoscalerRef, AutoscalerSettings } from '#lib/model/actions/autoscaler-action.ts';
import { autoscalerPath, settingsOf } from '#lib/model/actions/autoscaler-plan.ts';
import { targetLabel } from '#lib/model/actions/autoscaler-words.ts';
import { fetchOk } from './status-error.ts';

export interface TargetField {
  /** `Target of cpu of its pods, percent of what they request`. */
  label: string;
}

export interface AutoscalerObject {
  settings: AutoscalerSettings;
  /** For each of its metrics. */
  targets: readonly TargetField[];
}

/** Throws a StatusError. */
export async function fetchAutoscaler(autoscaler: AutoscalerRef): Promise<AutoscalerObject> {
  const response = await fetchOk(`/api/k8s${autoscalerPath(autoscaler)}`);
  const object = (await response.json()) as Parameters<typeof settingsOf>[0];
  return {
    settings: settingsOf(object),
    targets: (object.spec?.metrics ?? []).map((metric) => ({ label: targetLabel(metric) })),
  };
}
