'use client';
// Instead of what a page would show: the cluster has never answered, and why.
import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { useConnection } from '#lib/queries/live-context.ts';

/** `otherwise` is what to show while the first answer may still come. */
export function NotAnsweredYet({ otherwise }: { otherwise: ReactNode }) {
  const connection = useConnection();
  if (connection.state === 'live' || connection.asOf !== null || connection.message === null) return otherwise;
  return (
    <Notice title="The cluster has not answered yet" kind="trouble">
      <p>{connection.message}</p>
      <p>It is tried again every few seconds; this page goes on by itself.</p>
    </Notice>
  );
}
