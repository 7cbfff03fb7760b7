'use client';
// The pods' table, or why there is none. Its topic is watched only while this is on the page.
import { type ReactNode, useMemo } from 'react';
import { compareText } from '#lib/model/compare-text.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import { USAGE_PODS_TOPIC, usagePodsOf } from '#lib/queries/usage-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { PodChoices } from './pod-choices.tsx';
import { PodTable } from './pod-table.tsx';
import { TableBar } from './table-bar.tsx';
import { Unreadable } from './unreadable.tsx';
import { SkeletonLines } from './usage-skeleton.tsx';

interface PodsPartProps {
  query: UsageQuery;
  archs: readonly string[];
  tabs: ReactNode;
}

export function PodsPart({ query, archs, tabs }: PodsPartProps) {
  const { data, error } = useTopic(USAGE_PODS_TOPIC);
  const { pods, sources } = useMemo(() => usagePodsOf(data?.rows ?? {}), [data]);
  const namespaces = useMemo(() => [...new Set(pods.map(({ namespace }) => namespace))].sort(compareText), [pods]);
  if (pods.length === 0) {
    return (
      <>
        <div className="usage-bar">{tabs}</div>
        <NoPods source={sources['pods']} error={data === undefined ? error : null} />
      </>
    );
  }
  return (
    <>
      <TableBar query={query} archs={archs} namespaces={namespaces} tabs={tabs}>
        <PodChoices query={query} />
      </TableBar>
      <PodTable pods={pods} query={query} />
    </>
  );
}

function NoPods({ source, error }: { source: SourceView | undefined; error: Error | null }) {
  if (error !== null) {
    return (
      <p role="alert" className="text-error">
        <span aria-hidden="true">✕ </span>
        The pods could not be loaded: {error.message}
      </p>
    );
  }
  if (source?.state === 'forbidden') return <Unreadable what="pods" verb={source.verb} resource={source.resource} />;
  if (source?.state !== 'live') return <SkeletonLines />;
  return <p className="text-ink-2">No pod runs in this cluster yet.</p>;
}
