'use client';
// The pod has gone while somebody looked: since when, and what came in its place. What was last known stays below.
import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { podHref } from '#lib/model/hrefs.ts';
import type { GoneView, PodView } from '#lib/model/pod/pod-view.ts';

export function GoneNote({ pod, gone }: { pod: PodView; gone: GoneView }) {
  const owner = pod.owners.at(-1);
  return (
    <p role="status" className="appear border-t border-line bg-bench px-4 py-3 sm:px-6">
      <span className="font-medium">
        This pod has gone
        <Age since={gone.at} prefix=" " suffix=" ago" />.
      </span>{' '}
      Below is how it was last.{' '}
      {gone.successor === null ? (
        owner === undefined ? (
          'Nobody makes another: it was a bare pod.'
        ) : (
          `${owner.kind} ${owner.name} has made no other since.`
        )
      ) : (
        <>
          In its place came{' '}
          <Link href={podHref(gone.successor)} prefetch={false} className="font-mono break-all underline">
            {gone.successor.name}
          </Link>
          .
        </>
      )}
    </p>
  );
}
