'use client';
// What the metrics APIs offer to autoscalers beyond CPU and memory, and the values of it, read when asked.
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { MetricsApisView, MetricsApiView, OfferedMetric } from '#lib/model/autoscaling/custom-metrics.ts';
import { type Chosen, MetricValues } from './metric-values.tsx';

export function MetricsBrowser({ view }: { view: MetricsApisView }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { apis, trouble, namespaces } = view;
  return (
    <article className="pb-16">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-4 sm:px-6">
        <div className="min-w-0 grow basis-80">
          <p className="text-ink-2">
            <Link href="/autoscaling" prefetch={false} className="underline">
              Autoscaling
            </Link>
          </p>
          <h1 className="text-24 font-semibold tracking-tight">Metrics beyond CPU and memory</h1>
          <p className="text-ink-2">
            What adapters offer to autoscalers, as the API server lists it now. Values are read when asked.
          </p>
        </div>
        <Button onClick={() => router.refresh()}>List again</Button>
      </header>
      {apis.length === 0 ? <NoApis trouble={trouble} /> : null}
      {chosen === null ? null : <MetricValues key={keyOf(chosen)} chosen={chosen} namespaces={namespaces} />}
      {apis.map((api) => (
        <Api key={`${api.group}/${api.version}`} api={api} onRead={(metric) => setChosen({ ...api, ...metric })} />
      ))}
    </article>
  );
}

function keyOf({ group, version, resource, metric }: Chosen): string {
  return `${group}/${version}/${resource ?? ''}/${metric}`;
}

interface ApiProps {
  api: MetricsApiView;
  onRead: (metric: OfferedMetric) => void;
}

function Api({ api, onRead }: ApiProps) {
  const { group, version, metrics, trouble } = api;
  const columns: readonly Column<OfferedMetric>[] = [
    {
      title: 'metric',
      cell: ({ metric }) => <span className="font-mono break-all">{metric}</span>,
      className: 'cell-main',
    },
    { title: 'of', cell: ({ resource }) => <span className="font-mono">{resource ?? 'no object: from outside'}</span> },
    { title: 'in', cell: ({ namespaced }) => (namespaced ? 'a namespace' : 'the cluster') },
    {
      title: 'value',
      cell: (metric) => (
        <Button
          aria-label={`Read ${metric.metric}${metric.resource === null ? '' : ` of ${metric.resource}`}, ${version}`}
          onClick={() => onRead(metric)}
        >
          Read
        </Button>
      ),
    },
  ];
  return (
    <Section
      id={`${group}-${version}`}
      title={`${group}/${version}`}
      note={trouble === null ? formatCount(metrics.length, 'metric') : ''}
    >
      {group === 'custom-metrics.metrics.k8s.io' ? (
        <p className="mb-2 text-ink-2">The name of the custom metrics API in Kubernetes 1.6 and 1.7.</p>
      ) : null}
      {trouble === null ? (
        <DataTable
          label={`Metrics of ${group}/${version}`}
          columns={columns}
          rows={metrics}
          rowKey={({ resource, metric }) => `${resource ?? ''}/${metric}`}
          empty="It lists none: nothing that it knows of has been measured."
        />
      ) : (
        <p className="font-medium text-error">
          <span aria-hidden="true">✕ </span>
          {trouble}
        </p>
      )}
    </Section>
  );
}

function NoApis({ trouble }: { trouble: string | null }) {
  if (trouble !== null) {
    return (
      <Notice title="The APIs of the cluster could not be read" kind="trouble">
        <p>{trouble}</p>
      </Notice>
    );
  }
  return (
    <Notice title="No custom or external metrics API is registered">
      <p>
        Autoscalers can only go by CPU and memory here. An adapter, such as prometheus-adapter or KEDA, registers one;
        this lists what is registered:
      </p>
      <div className="mt-3">
        <Command text="kubectl get apiservices" />
      </div>
    </Notice>
  );
}
