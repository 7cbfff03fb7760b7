'use client';
// All autoscalers of the cluster, live, each with how its chain from the metric to the pods stands.
import Link from 'next/link';
import { useMemo } from 'react';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { AutoscalerRow } from '#lib/model/autoscaling/autoscaling-view.ts';
import { AUTOSCALERS_SOURCE, AUTOSCALING_TOPIC, autoscalingOf } from '#lib/queries/autoscaling-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { AutoscaleButton } from './autoscale-button.tsx';
import { AutoscalerTable } from './autoscaler-table.tsx';
import { LoadState } from './load-state.tsx';
import { NoAutoscalers } from './no-autoscalers.tsx';

export function AutoscalingPage() {
  const { data, error } = useTopic(AUTOSCALING_TOPIC);
  const { autoscalers, sources } = useMemo(() => autoscalingOf(data?.rows ?? {}), [data]);
  if (autoscalers.length === 0) {
    return <NoAutoscalers state={sources[AUTOSCALERS_SOURCE] ?? null} error={error} />;
  }
  const troubled = autoscalers.filter(({ health }) => health.state === 'broken').length;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 pt-4 pb-2 sm:px-6">
        <h1 className="text-24 font-semibold tracking-tight">Autoscaling</h1>
        <p className="text-ink-2">
          {formatCount(autoscalers.length, 'autoscaler')}
          {troubled === 0 ? '' : `, ${troubled} with a broken chain`}
        </p>
        <span className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-2">
          <Link href="/autoscaling/metrics" prefetch={false} className="underline">
            Browse metrics
          </Link>
          <AutoscaleButton scaled={autoscalers.map(scaledKey)} />
        </span>
      </div>
      <LoadState />
      <SourceNotes sources={sources} />
      <div className="autoscalers px-4 pt-1 pb-6 sm:px-6">
        <AutoscalerTable autoscalers={autoscalers} />
      </div>
    </>
  );
}

/** `default/Deployment/web`. */
function scaledKey({ namespace, reference }: AutoscalerRow): string {
  return `${namespace}/${reference}`;
}
