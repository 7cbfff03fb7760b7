'use client';
// Another pod has taken the name of the one that was opened, as a StatefulSet's do: whose the rest of the page is now.
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import type { PodView } from '#lib/model/pod/pod-view.ts';

/** The page's pod as it was last, and the one that had its name before while somebody looked. */
interface Seen {
  pod: PodView;
  before: PodView | null;
}

export function ReplacedNote({ pod }: { pod: PodView }) {
  const [seen, setSeen] = useState<Seen>({ pod, before: null });
  if (seen.pod !== pod) setSeen({ pod, before: seen.pod.uid === pod.uid ? seen.before : seen.pod });
  const { before } = seen;
  // Where the new one has gone as well, the page says that instead.
  if (before === null || pod.gone !== null) return <p role="status" className="sr-only" />;
  const [owner] = pod.owners;
  return (
    <p role="status" className="appear border-t border-line bg-bench px-4 py-3 sm:px-6">
      <span className="font-medium">This is another pod of the same name.</span> The one you were looking at
      {before.node === null ? '' : ` was on ${before.node.name} and`} has gone;{' '}
      {owner === undefined ? 'this one was made' : `${owner.kind} ${owner.name} made this one`}
      <Age since={pod.createdAt} prefix=" " suffix=" ago" />
      {pod.node === null ? '' : `, on ${pod.node.name}`}. Containers, logs and events below are those of the new one.
    </p>
  );
}
