'use client';
// Why no autoscaler is shown, and what to do about it.
import { ForbiddenNotice } from '#components/object/forbidden-notice.tsx';
import { NotAnsweredYet } from '#components/overview/not-answered-yet.tsx';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import { AutoscaleButton } from './autoscale-button.tsx';
import { AutoscalingSkeleton } from './autoscaling-skeleton.tsx';
import { NoAutoscalingApi } from './no-autoscaling-api.tsx';

interface NoAutoscalersProps {
  /** Of the autoscalers; null before anything is known. */
  state: SourceView | null;
  error: Error | null;
}

export function NoAutoscalers({ state, error }: NoAutoscalersProps) {
  if (state?.state === 'forbidden') {
    return <ForbiddenNotice title="The autoscalers may not be read" source={state} />;
  }
  if (state?.state === 'absent') return <NoAutoscalingApi message={state.message} />;
  if (state?.state === 'stale') {
    return (
      <Notice title="Nobody knows which autoscalers there are" kind="trouble">
        <p>{state.message}</p>
        <p>They are asked for again by themselves.</p>
      </Notice>
    );
  }
  if (state?.state === 'live') return <None />;
  if (error !== null) {
    return (
      <Notice title="The autoscalers could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>They are asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  return <NotAnsweredYet otherwise={<AutoscalingSkeleton />} />;
}

const NONE: readonly string[] = [];

function None() {
  return (
    <Notice title="Nothing here is scaled automatically">
      <p>
        A HorizontalPodAutoscaler changes the replicas of a workload as a metric asks for. This makes one that keeps the
        CPU at 80% of what the pods request, with one to five of them; it needs metrics-server, and a CPU request in
        each container. It appears here by itself.
      </p>
      <div className="mt-3">
        <Command text="kubectl autoscale deployment NAME --namespace NAMESPACE --min=1 --max=5 --cpu=80%" />
      </div>
      <div className="mt-3">
        <AutoscaleButton scaled={NONE} />
      </div>
    </Notice>
  );
}
