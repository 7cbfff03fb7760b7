'use client';
// One pod, live: how it is in plain words, its containers and their logs, where it belongs, what happened.
import { useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { DoctorCard } from '#components/images/doctor-card.tsx';
import { Conditions } from '#components/object/conditions.tsx';
import { Events } from '#components/object/events.tsx';
import { Labels } from '#components/object/labels.tsx';
import { missingVerb } from '#components/object/missing-verb.ts';
import { Yaml } from '#components/object/yaml.tsx';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { type PodRows, podRowsOf, podTopic } from '#lib/queries/pod-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { Containers } from './containers.tsx';
import { GoneNote } from './gone-note.tsx';
import { Logs } from './logs/logs.tsx';
import { PodFacts } from './pod-facts.tsx';
import { PodHead } from './pod-head.tsx';
import { PodSkeleton } from './pod-skeleton.tsx';
import { ReplacedNote } from './replaced-note.tsx';
import { StatusPanel } from './status-panel.tsx';

export function PodPage({ namespace, name }: PodRef) {
  const { data, error } = useTopic(podTopic({ namespace, name }));
  const rows = useMemo(() => (data === undefined ? null : podRowsOf(data.rows)), [data]);
  if (rows?.pod) return <WholePage key={`${namespace}/${name}`} rows={rows} pod={rows.pod} />;
  if (rows === null) {
    return error === null ? (
      <PodSkeleton name={name} />
    ) : (
      <Notice title={`${name} could not be loaded`} kind="trouble">
        <p>{error.message}</p>
      </Notice>
    );
  }
  const { pods } = rows.sources;
  if (pods?.state === 'forbidden') {
    return (
      <Notice title={`${name} may not be read`} kind="trouble">
        <p>
          {missingVerb(pods)} in the namespace <code>{namespace}</code>.
        </p>
      </Notice>
    );
  }
  if (pods?.state !== 'live') return <PodSkeleton name={name} />;
  return (
    <Notice title={`${name} is not in the cluster any more`}>
      <p>The pod was deleted. It comes back here by itself when one of the same name is made.</p>
    </Notice>
  );
}

function WholePage({ rows, pod }: { rows: PodRows; pod: NonNullable<PodRows['pod']> }) {
  const { containers, events, usage, spark, sources } = rows;
  const { namespace, name } = pod;
  // What it uses says itself why that is not known.
  const { metrics: _metrics, ...others } = sources;
  return (
    <article className={`pb-16 ${archClass(pod.node?.arch ?? '')}`}>
      <PodHead pod={pod} />
      <ReplacedNote pod={pod} />
      {pod.gone === null ? <StatusPanel pod={pod} /> : <GoneNote pod={pod} gone={pod.gone} />}
      {pod.gone === null && pod.state !== 'running' ? <DoctorCard pod={pod} /> : null}
      <SourceNotes sources={others} />
      <div className="node-columns">
        <div className="node-aside">
          <PodFacts pod={pod} usage={usage} spark={spark} />
        </div>
        <div className="min-w-0">
          <Containers containers={containers} usage={usage} />
          <Logs pod={pod} containers={containers} />
          <Conditions conditions={pod.conditions} empty="Nobody has reported any condition." />
          <Events label="Events of this pod" events={events} missing={missingVerb(sources.events)} about={false} />
          <Labels labels={pod.labels} annotations={pod.annotations} />
          <Yaml
            name={name}
            path={`api/v1/namespaces/${namespace}/pods/${name}`}
            command={`kubectl get pod ${name} -n ${namespace} -o yaml`}
          />
        </div>
      </div>
    </article>
  );
}
