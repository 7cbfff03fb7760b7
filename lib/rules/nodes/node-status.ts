// STATUS of a node as kubectl prints it, and which conditions are as they should be.
// Mirrors printNode in kubernetes pkg/printers/internalversion/printers.go.

export interface Condition {
  type: string;
  status: string;
}

/** Conditions that are well when True; every other known one (pressures, problem detectors) is well when False. */
const GOOD_WHEN_TRUE: ReadonlySet<string> = new Set(['Ready', 'EtcdIsVoter']);

/** Problems a node reports of itself while it may still be Ready (api core/v1 NodeConditionType). */
export const PRESSURE_CONDITIONS: readonly string[] = [
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
];

/** `Ready`, `NotReady,SchedulingDisabled`, `Unknown`: the STATUS column. */
export function nodeStatusText(conditions: readonly Condition[], unschedulable: boolean): string {
  const ready = conditions.find(({ type }) => type === 'Ready');
  const texts = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (unschedulable) texts.push('SchedulingDisabled');
  return texts.join(',');
}

export function isReady(conditions: readonly Condition[]): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Unknown is never good. */
export function isGoodCondition({ type, status }: Condition): boolean {
  return status === (GOOD_WHEN_TRUE.has(type) ? 'True' : 'False');
}
