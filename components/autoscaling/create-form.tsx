'use client';
// Which workload is to be scaled by what, between which limits.
import { useEffect, useMemo, useState } from 'react';
import { ChoiceField, TextField } from '#components/what-if/field.tsx';
import type { AutoscalerAction, NewMetric } from '#lib/model/actions/autoscaler-action.ts';
import { compareText } from '#lib/model/compare-text.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import { type WorkloadRef, workloadKey } from '#lib/model/placement/workload-ref.ts';
import { PLACEMENT_TOPIC, placementOf } from '#lib/queries/placement-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { isCount } from './pace-draft.ts';

interface CreateFormProps {
  /** Keys of workloads that an autoscaler scales already. */
  scaled: readonly string[];
  onChange: (action: AutoscalerAction | null) => void;
  onSubmit: () => void;
}

const SCALED_KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);

export function CreateForm({ scaled, onChange, onSubmit }: CreateFormProps) {
  const { data, error } = useTopic(PLACEMENT_TOPIC);
  const rows = useMemo(() => (data === undefined ? null : placementOf(data.rows).rows), [data]);
  const workloads = useMemo(() => (rows === null ? null : offered(rows, scaled)), [rows, scaled]);
  if (error !== null) return <p className="font-medium text-error">✕ {error.message}</p>;
  if (workloads === null) return <p className="min-h-40 text-ink-2">Looking for workloads…</p>;
  if (workloads.length === 0) {
    return <p>There is no Deployment, StatefulSet or ReplicaSet that is not scaled by an autoscaler already.</p>;
  }
  return <Fields workloads={workloads} onChange={onChange} onSubmit={onSubmit} />;
}

function offered(rows: readonly PlacementRow[], scaled: readonly string[]): WorkloadRef[] {
  return rows
    .filter((row) => SCALED_KINDS.has(row.kind) && !scaled.includes(workloadKey(row)))
    .map(({ kind, namespace, name }) => ({ kind, namespace, name }))
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

interface FieldsProps extends Pick<CreateFormProps, 'onChange' | 'onSubmit'> {
  workloads: readonly WorkloadRef[];
}

const SOURCES: readonly (readonly [value: string, word: string])[] = [
  ['cpu', 'CPU, in percent of what its pods request'],
  ['memory', 'Memory, in percent of what its pods request'],
  ['service', 'A metric of a service, for each replica'],
];

function Fields({ workloads, onChange, onSubmit }: FieldsProps) {
  const [key, setKey] = useState('');
  const [min, setMin] = useState('1');
  const [max, setMax] = useState('5');
  const [source, setSource] = useState('cpu');
  const [percent, setPercent] = useState('80');
  const [metricName, setMetricName] = useState('http_requests');
  const [service, setService] = useState<string | null>(null);
  const [average, setAverage] = useState('100');
  const workload = workloads.find((one) => workloadKey(one) === key) ?? workloads[0];
  const { kind = '', namespace = '', name = '' } = workload ?? {};
  const about = service ?? name;
  useEffect(() => {
    const metric = metricOf({ source, percent, metricName, service: about, average });
    const isReadable = isCount(min) && isCount(max) && metric !== null;
    const settings = { min: Number(min), max: Number(max), behavior: null };
    onChange(isReadable ? { action: 'autoscale', workload: { kind, namespace, name }, name, metric, settings } : null);
  }, [kind, namespace, name, min, max, source, percent, metricName, about, average, onChange]);
  return (
    <form
      className="grid grid-cols-2 gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div className="col-span-2">
        <ChoiceField
          label="Workload"
          value={workloadKey({ kind, namespace, name })}
          options={workloads.map((one) => [workloadKey(one), `${one.name}, ${one.kind} in ${one.namespace}`])}
          onChange={setKey}
        />
      </div>
      <TextField label="Minimum" inputMode="numeric" value={min} onChange={(e) => setMin(e.target.value.trim())} />
      <TextField label="Maximum" inputMode="numeric" value={max} onChange={(e) => setMax(e.target.value.trim())} />
      <div className="col-span-2">
        <ChoiceField label="By" value={source} options={SOURCES} onChange={setSource} />
      </div>
      {source === 'service' ? (
        <>
          <TextField label="Metric" value={metricName} onChange={(e) => setMetricName(e.target.value.trim())} />
          <TextField label="Service" value={about} onChange={(e) => setService(e.target.value.trim())} />
          <TextField
            label="Target for each replica"
            value={average}
            onChange={(e) => setAverage(e.target.value.trim())}
          />
        </>
      ) : (
        <TextField
          label="Target, in percent"
          inputMode="numeric"
          value={percent}
          onChange={(e) => setPercent(e.target.value.trim())}
        />
      )}
      {/* Enter in a field submits a form only where it has a submit button. */}
      <button type="submit" hidden />
    </form>
  );
}

interface Typed {
  source: string;
  percent: string;
  metricName: string;
  service: string;
  average: string;
}

/** Null while a field is empty, or no number. */
function metricOf({ source, percent, metricName, service, average }: Typed): NewMetric | null {
  if (source === 'service') {
    if (metricName === '' || service === '' || average === '') return null;
    return { type: 'Object', metric: metricName, service, average };
  }
  if (!isCount(percent) || Number(percent) === 0) return null;
  return { type: 'Resource', resource: source === 'memory' ? 'memory' : 'cpu', utilization: Number(percent) };
}
