// What about a pod is beyond these rules: then nobody here can know where it may land.

/** The scheduler whose rules these are. */
export const DEFAULT_SCHEDULER = 'default-scheduler';

export interface SchedulingDemands {
  schedulerName: string;
  /** Names of the gates that keep it from being tried; they mean nothing any more once it has a node. */
  schedulingGates: readonly string[];
  nodeName: string | null;
}

/** One sentence each; none for a pod that the default scheduler tries. */
export function beyondRules({ schedulerName, schedulingGates, nodeName }: SchedulingDemands): string[] {
  const unknown: string[] = [];
  if (schedulerName !== DEFAULT_SCHEDULER) {
    unknown.push(`It is placed by the scheduler ${schedulerName}, whose rules are not known here.`);
  }
  if (nodeName === null && schedulingGates.length > 0) {
    unknown.push(`The scheduler does not look at it until its gates are removed: ${schedulingGates.join(', ')}.`);
  }
  return unknown;
}
