'use client';
// The values of one metric, read when asked, with the command that reads the same.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import { ChoiceField, TextField } from '#components/what-if/field.tsx';
import {
  type MetricsApiView,
  type OfferedMetric,
  type ReadValue,
  valuePath,
} from '#lib/model/autoscaling/custom-metrics.ts';
import { fetchMetricValues } from '#lib/queries/metric-values.ts';

export type Chosen = OfferedMetric & Pick<MetricsApiView, 'group' | 'version'>;

interface MetricValuesProps {
  chosen: Chosen;
  namespaces: readonly string[];
}

const COLUMNS: readonly Column<ReadValue & { id: number }>[] = [
  { title: 'of', cell: ({ of }) => <span className="font-mono break-all">{of}</span>, className: 'cell-main' },
  { title: 'value', cell: ({ value }) => <span className="font-mono tabular-nums">{value}</span> },
  { title: 'measured', cell: ({ at }) => (at === null ? 'nobody says when' : <Age since={at} suffix=" ago" />) },
  { title: 'over', cell: ({ windowSeconds }) => (windowSeconds === null ? '' : `${windowSeconds} s`) },
];

export function MetricValues({ chosen, namespaces }: MetricValuesProps) {
  const { resource, metric, namespaced } = chosen;
  const [namespace, setNamespace] = useState(namespaces.includes('default') ? 'default' : (namespaces[0] ?? 'default'));
  const [object, setObject] = useState('*');
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const question = { ...chosen, namespace, object: object === '' ? '*' : object };
  const path = valuePath(question);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['metric-values', path],
    queryFn: ({ signal }) => fetchMetricValues(question, signal),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <div ref={heading} tabIndex={-1} className="border-t border-line">
      <Section
        id="values"
        title={`${metric}${resource === null ? '' : ` of ${resource}`}`}
        note={`${chosen.group}/${chosen.version}`}
        action={
          <Button disabled={isFetching} onClick={() => void refetch()}>
            Read again
          </Button>
        }
      >
        <div className="mb-3 grid gap-3 sm:grid-cols-2">
          {namespaced ? (
            <ChoiceField
              label="Namespace"
              value={namespace}
              options={namespaces.map((name) => [name, name])}
              onChange={setNamespace}
            />
          ) : null}
          {resource === null ? null : (
            <TextField
              label="Name, * for all"
              value={object}
              onChange={(event) => setObject(event.target.value.trim())}
            />
          )}
        </div>
        <Command text={`kubectl get --raw '${path}'`} />
        <div className="mt-3 min-h-18" aria-live="polite">
          {error !== null ? (
            <p className="font-medium text-error">
              <span aria-hidden="true">✕ </span>
              {error.message}
            </p>
          ) : data === undefined ? (
            <p className="text-ink-2">Asking the adapter…</p>
          ) : (
            <DataTable
              label={`Values of ${metric}`}
              columns={COLUMNS}
              rows={data.map((one, id) => ({ ...one, id }))}
              rowKey={({ id }) => String(id)}
              empty="It has no value there: that is not zero."
            />
          )}
        </div>
      </Section>
    </div>
  );
}
