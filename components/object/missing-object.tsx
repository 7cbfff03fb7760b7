'use client';
// The address names an object that the cluster does not have.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useTopic } from '#lib/queries/use-topic.ts';

interface MissingObjectProps {
  /** `There is no such node: pi9`. */
  title: string;
  /** Prints those there are. */
  kubectl: string;
  /** Where to go on. */
  way: { href: string; text: string };
  /** Why that may be. */
  children: ReactNode;
}

export function MissingObject({ title, kubectl, way, children }: MissingObjectProps) {
  // The page itself needs nothing live, but its frame says how live the cluster is.
  useTopic('overview');
  return (
    <Notice title={title}>
      <p>{children} This lists those there are:</p>
      <div className="my-3">
        <Command text={kubectl} />
      </div>
      <Link href={way.href} className="text-ink underline">
        {way.text}
      </Link>
    </Notice>
  );
}
