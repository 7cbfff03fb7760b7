'use client';
// The address names a node that the cluster does not have.
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useTopic } from '#lib/queries/use-topic.ts';

export function MissingNode() {
  const { name } = useParams<{ name: string }>();
  // The page itself needs nothing live, but its frame says how live the cluster is.
  useTopic('overview');
  return (
    <Notice title={`There is no such node: ${decoded(name)}`}>
      <p>It may have been deleted, or the address has a typing error. This lists those there are:</p>
      <div className="my-3">
        <Command text="kubectl get nodes" />
      </div>
      <Link href="/" className="text-ink underline">
        To the overview
      </Link>
    </Notice>
  );
}

/** As it was typed; an address that does not decode is shown as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
