// For tests: acts on a cluster through a hub, tries it out first, and takes it back.
import type { ActionResult, ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { runAction } from '#lib/server/actions/run-action.ts';
import type { Hub } from '#lib/server/live/hub.ts';

export interface Acting {
  preview: (action: ClusterAction) => Promise<ActionResult>;
  /** `previewed`: the fingerprint of its preview. */
  act: (action: ClusterAction, previewed?: string) => Promise<ActionResult>;
  undo: (done: ActionResult) => Promise<ActionResult>;
}

/** `hub` is asked for each time: a test may begin another. */
export function acting(hub: () => Hub): Acting {
  const act: Acting['act'] = (action, previewed) =>
    runAction(hub(), { action, dryRun: false, ...(previewed === undefined ? {} : { previewed }) });
  return {
    act,
    preview: (action) => runAction(hub(), { action, dryRun: true }),
    undo: async ({ undo: back }) => {
      if (back === null) throw new Error('there is no way back');
      return act(back);
    },
  };
}
