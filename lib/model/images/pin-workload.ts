// The action that keeps a workload's pods where its images run, out of what the registry says of them.
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import type { WorkloadAction } from '../actions/cluster-action.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { PodRecord } from '../records/records.ts';
import { pinPlacement } from './pin.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

export interface WorkloadPin {
  /** Null where there is nothing to pin, or no way to. */
  action: Extract<WorkloadAction, { action: 'place' }> | null;
  /** What it requires, or why there is nothing to do; without a full stop. */
  text: string;
}

/** What has run proves what works, not what does not: it is no ground for keeping pods from other boards. */
export function pinWorkload(workload: WorkloadRef, template: PodRecord, platformsOf: PlatformsOf): WorkloadPin {
  const images = [...new Set(template.images)].map((image) => {
    const { source, platforms } = platformsOf(image);
    return { image, platforms: source === 'registry' ? platforms : null };
  });
  const pinned = pinPlacement(template, images);
  if (pinned.kind === 'already') return { action: null, text: `Nothing to do: ${pinned.text}` };
  if (pinned.kind === 'impossible') return { action: null, text: `Not possible: ${pinned.text}` };
  const { nodeSelector, tolerations } = template;
  const placement = { nodeSelector, affinity: pinned.affinity, tolerations };
  return {
    action: { action: 'place', workload, placement },
    text: `Require ${ARCH_LABEL} in (${pinned.archs.join(', ')})`,
  };
}
