'use client';
// One autoscaler, live: its chain from the metric to the pods, how its number comes about, and what became of it.
import { useMemo } from 'react';
import { Events } from '#components/object/events.tsx';
import { missingVerb } from '#components/object/missing-verb.ts';
import { Yaml } from '#components/object/yaml.tsx';
import { NotAnsweredYet } from '#components/overview/not-answered-yet.tsx';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AutoscalerView } from '#lib/model/autoscaling/autoscaling-view.ts';
import {
  AUTOSCALERS_SOURCE,
  type AutoscalerRows,
  autoscalerRowsOf,
  autoscalerTopic,
} from '#lib/queries/autoscaling-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { AutoscalerHead } from './autoscaler-head.tsx';
import { AutoscalerSkeleton } from './autoscaler-skeleton.tsx';
import { Chain } from './chain.tsx';
import { Formula } from './formula.tsx';
import { HpaConditions } from './hpa-conditions.tsx';
import { LoadState } from './load-state.tsx';
import { Metrics } from './metrics.tsx';
import { NoAutoscalingApi } from './no-autoscaling-api.tsx';
import { Timeline } from './timeline.tsx';

interface AutoscalerPageProps {
  namespace: string;
  name: string;
}

export function AutoscalerPage({ namespace, name }: AutoscalerPageProps) {
  const { data, error } = useTopic(autoscalerTopic({ namespace, name }));
  const rows = useMemo(() => (data === undefined ? null : autoscalerRowsOf(data.rows)), [data]);
  if (rows?.autoscaler) return <WholePage key={rows.autoscaler.uid} rows={rows} view={rows.autoscaler} />;
  if (rows === null && error !== null) {
    return (
      <Notice title={`${name} could not be loaded`} kind="trouble">
        <p>{error.message}</p>
      </Notice>
    );
  }
  const state = rows?.sources[AUTOSCALERS_SOURCE];
  if (state?.state === 'forbidden') {
    return (
      <Notice title={`${name} may not be read`} kind="trouble">
        <p>
          {missingVerb(state)} in the namespace <code>{namespace}</code>.
        </p>
      </Notice>
    );
  }
  if (state?.state === 'absent') return <NoAutoscalingApi message={state.message} />;
  if (state?.state !== 'live') return <NotAnsweredYet otherwise={<AutoscalerSkeleton name={name} />} />;
  return (
    <Notice title={`${name} is not in the cluster any more`}>
      <p>The autoscaler was deleted: what it scaled keeps the replicas it had.</p>
      <p>It comes back here by itself when one of the same name is made.</p>
    </Notice>
  );
}

function WholePage({ rows, view }: { rows: AutoscalerRows; view: AutoscalerView }) {
  const { hops, timeline, events, sources } = rows;
  const { namespace, name } = view.row;
  const [group = '', version = ''] = view.apiVersion.split('/');
  return (
    <article className="pb-16">
      <AutoscalerHead view={view} />
      <LoadState />
      <SourceNotes sources={sources} />
      <Chain view={view} hops={hops} />
      <Formula formula={view.formula} metrics={view.metrics} />
      <Timeline view={timeline} />
      <Metrics metrics={view.metrics} />
      <HpaConditions conditions={view.conditions} />
      <Events
        label="Events of this autoscaler"
        events={events}
        missing={missingVerb(sources['events'])}
        about={false}
      />
      <Yaml
        name={name}
        path={`apis/${group}/${version}/namespaces/${namespace}/horizontalpodautoscalers/${name}`}
        command={`kubectl get hpa ${name} -n ${namespace} -o yaml`}
      />
    </article>
  );
}
