'use client';
// An address that is no page of ours, within the frame.
import Link from 'next/link';
import { Notice } from '#components/ui/notice.tsx';
import { useTopic } from '#lib/queries/use-topic.ts';

export function MissingPage() {
  // The page itself needs nothing live, but its frame says how live the cluster is.
  useTopic('overview');
  return (
    <Notice title="There is no such page">
      <Link href="/" className="text-ink underline">
        To the overview
      </Link>
    </Notice>
  );
}
