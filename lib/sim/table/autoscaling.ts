// Table of HorizontalPodAutoscalers (pkg/printers/internalversion/printers.go, printHorizontalPodAutoscaler).
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { referenceText, targetsText } from '#lib/rules/hpa/targets-text.ts';
import { AGE, ageOf, column, NAME, nameOf, type Printer } from './column.ts';

export const autoscalers: Printer<HorizontalPodAutoscaler> = {
  columns: [
    NAME,
    column('Reference'),
    column('Targets'),
    column('MinPods'),
    column('MaxPods'),
    column('Replicas'),
    AGE,
  ],
  cells: (autoscaler, nowMs) => {
    const { spec, status } = autoscaler;
    return [
      nameOf(autoscaler),
      referenceText(autoscaler),
      targetsText(spec?.metrics ?? [], status?.currentMetrics ?? []),
      spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec?.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageOf(autoscaler, nowMs),
    ];
  },
};
