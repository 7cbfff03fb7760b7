'use client';
// What is used, live: graphs, `kubectl top` of nodes and pods by architecture, and requests against reality.
import { useMemo, useState } from 'react';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { compareArchitectures } from '#lib/model/overview/architectures.ts';
import { firstRange, type GraphChoice } from '#lib/model/usage/usage-query.ts';
import type { UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { USAGE_TOPIC, type UsageRows, usageOf } from '#lib/queries/usage-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { Advice } from './advice.tsx';
import { FoundSources } from './found-sources.tsx';
import { RangeChoice, StackChoice } from './graph-choices.tsx';
import { GraphsSlot } from './graphs-slot.tsx';
import { NoSource } from './no-source.tsx';
import { NodesPart } from './nodes-part.tsx';
import { PodsPart } from './pods-part.tsx';
import { SourceLine } from './source-line.tsx';
import { TableChoice } from './table-choice.tsx';
import { UsageSkeleton } from './usage-skeleton.tsx';
import { useUsageUrl } from './use-usage-url.ts';

export function UsagePage() {
  const { data, error } = useTopic(USAGE_TOPIC);
  const rows = useMemo(() => usageOf(data?.rows ?? {}), [data]);
  const { head, sources } = rows;
  const span = useSpan(head);
  if (head === null) {
    if (error === null) return <UsageSkeleton />;
    return (
      <Notice title="What is used could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>It is asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  const measured = head.live !== null && head.live.state.state !== 'absent';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-4 pb-2 sm:px-6">
        <h1 className="text-24 font-semibold tracking-tight">Usage</h1>
        <SourceLine head={head} />
        <div className="grow" />
        {measured ? (
          <div className="flex flex-wrap items-center gap-x-8">
            <StackChoice />
            <RangeChoice span={span} />
          </div>
        ) : null}
      </div>
      <SourceNotes sources={notesOf(rows)} />
      {measured ? (
        <div className="px-4 pb-4 sm:px-6">
          <GraphsSlot head={head} span={span} />
        </div>
      ) : (
        <NoSource found={head.found} />
      )}
      <Tables rows={rows} measured={measured && sources['pods']?.state !== 'forbidden'} />
      {measured && head.found.length > 0 ? (
        <Section id="sources" title="Sources" note="looked for in the cluster, and what became of each">
          <FoundSources found={head.found} />
        </Section>
      ) : null}
    </>
  );
}

/** As the address says; where it does not, as fits what was known when the page came: it does not jump later. */
function useSpan(head: UsageHeadView | null): GraphChoice['span'] {
  const { span } = useUsageUrl().query.graph;
  const [first, setFirst] = useState(head === null ? null : firstRange(head));
  if (first === null && head !== null) setFirst(firstRange(head));
  return useMemo(() => span ?? { range: first ?? '1h' }, [span, first]);
}

function Tables({ rows, measured }: { rows: UsageRows; measured: boolean }) {
  const { query } = useUsageUrl();
  const archs = useMemo(
    () => [...new Set(rows.nodes.map(({ arch }) => arch))].sort(compareArchitectures),
    [rows.nodes],
  );
  const isStale = rows.head?.live?.state.state === 'stale';
  const tabs = <TableChoice chosen={query.table} adviceCount={rows.advice.length} />;
  return (
    <section aria-labelledby="usage-tables" className="border-t border-line px-4 pt-3 pb-6 sm:px-6">
      <h2 id="usage-tables" className="sr-only">
        Tables
      </h2>
      <div className={isStale ? 'usage-tables usage-stale' : 'usage-tables'}>
        {query.table === 'nodes' ? <NodesPart rows={rows} query={query} archs={archs} tabs={tabs} /> : null}
        {query.table === 'pods' ? <PodsPart query={query} archs={archs} tabs={tabs} /> : null}
        {query.table === 'advice' ? (
          <>
            <div className="usage-bar">{tabs}</div>
            <Advice advice={rows.advice} known={measured} />
          </>
        ) : null}
      </div>
    </section>
  );
}

/** What is shown is told where it is stale, forbidden or missing; that nothing measures at all has a place of its own. */
function notesOf({ head, sources }: UsageRows) {
  const { metrics, ...others } = sources;
  const live = head?.live?.state ?? metrics;
  const use = live === undefined || live.state === 'absent' ? {} : { metrics: live };
  // What this server remembers is as good as what it reads now.
  const isRead = head !== null && head.history.kind !== 'none' && head.history.kind !== 'memory';
  const history = isRead ? { History: head.history.state } : {};
  return { ...others, ...use, ...history };
}
