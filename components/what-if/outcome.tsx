// What would become of the cluster: in sentences, on the boards before and after, and pod by pod.
import type { WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { BoardMap } from './board-map.tsx';
import { Fates } from './fates.tsx';

export function Outcome({ view }: { view: WhatIfView }) {
  const [gravest, ...others] = view.summary;
  return (
    <>
      <section aria-label="In short" aria-live="polite">
        <p className="text-16 font-semibold">{gravest}</p>
        {others.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </section>
      <BoardMap view={view} />
      <Fates pods={view.pods} />
      <section aria-label="What is not modelled" className="mt-6 text-ink-2">
        <h2 className="font-medium">It may come out otherwise</h2>
        <ul className="mt-1 list-disc pl-4">
          {view.notModelled.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
