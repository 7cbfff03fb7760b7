// What was seen of a cluster, as the pages of the workshop have it.
import { known } from '#lib/model/workshop/known.ts';
import { type WorkshopRows, workshopOf } from '#lib/queries/workshop-rows.ts';
import type { WorkshopPicture } from '#lib/server/workshop/look/workshop-eyes.ts';
import { type Seen, workshopTopicRows } from '#lib/server/workshop/workshop-rows.ts';

export function viewOf(picture: WorkshopPicture, more: Partial<Seen> = {}): WorkshopRows {
  const { journal } = picture.facts;
  const seen: Seen = {
    picture,
    journal,
    gates: new Map(),
    heldBy: known(null),
    run: null,
    words: '',
    crashLog: () => null,
    ...more,
  };
  const view = workshopOf(Object.fromEntries(workshopTopicRows(seen)));
  if (view === null) throw new Error('rows of the workshop say nothing of its run');
  return view;
}
