// Table of pods (pkg/printers/internalversion/printers.go, printPod); the status texts are a rule of their own.
import type { Pod } from 'kubernetes-types/core/v1';
import { formatRestarts } from '#lib/format/restarts.ts';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { AGE, ageOf, column, NAME, NONE, nameOf, type Printer, type RowCondition, wide } from './column.ts';

/** kubectl hides completed rows where it is asked to: it goes by these. */
const ENDED: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

export const pods: Printer<Pod> = {
  columns: [
    NAME,
    column('Ready'),
    column('Status'),
    column('Restarts'),
    AGE,
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  cells: (pod, nowMs) => {
    const text = podStatus(pod);
    return [
      nameOf(pod),
      text.ready,
      text.status,
      formatRestarts(text, nowMs),
      ageOf(pod, nowMs),
      pod.status?.podIPs?.[0]?.ip || NONE,
      pod.spec?.nodeName || NONE,
      pod.status?.nominatedNodeName || NONE,
      gatesText(pod),
    ];
  },
  conditions: ({ status }): RowCondition[] | undefined => {
    const phase = status?.phase ?? '';
    const message = Object.hasOwn(ENDED, phase) ? ENDED[phase] : undefined;
    return message === undefined ? undefined : [{ type: 'Completed', status: 'True', reason: phase, message }];
  },
};

function gatesText({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const passed = gates.filter(
    ({ conditionType }) => status?.conditions?.find(({ type }) => type === conditionType)?.status === 'True',
  );
  return `${passed.length}/${gates.length}`;
}
