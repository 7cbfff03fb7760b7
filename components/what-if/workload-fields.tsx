'use client';
// Which workload, and what of it is otherwise.
import { useEffect, useState } from 'react';
import { fullTaint, ownTaints } from '#components/boards/board-words.ts';
import type { PlacementFields } from '#lib/model/actions/cluster-action.ts';
import { taintInput, tolerationOf } from '#lib/model/actions/taint-input.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import { type WorkloadRef, workloadKey } from '#lib/model/placement/workload-ref.ts';
import type { Rows } from '#lib/model/stream.ts';
import { whyOf, whyTopic } from '#lib/queries/why-rows.ts';
import { ArchsFields } from './archs-fields.tsx';
import { ContainerFields } from './container-fields.tsx';
import type { Draft, WorkloadKind } from './draft.ts';
import { ChoiceField, TextField } from './field.tsx';
import { useFirstPod } from './use-first-pod.ts';

interface WorkloadFieldsProps {
  kind: WorkloadKind;
  workloads: readonly PlacementRow[];
  boards: readonly BoardView[];
  /** Key of the one to begin with. */
  initial: string;
  onDraft: (draft: Draft) => void;
}

const SCALED: readonly string[] = ['Deployment', 'StatefulSet', 'ReplicaSet'];
const TEMPLATED: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod'];

export function WorkloadFields({ kind, workloads, boards, initial, onDraft }: WorkloadFieldsProps) {
  const kinds = kind === 'scale' ? SCALED : TEMPLATED;
  const able = workloads.filter((row) => kinds.includes(row.kind) && row.note !== 'static');
  const [key, setKey] = useState(initial);
  const row = able.find((candidate) => workloadKey(candidate) === key) ?? able[0];
  if (row === undefined) return <p className="text-ink-2">There is no workload this can be supposed of.</p>;
  const { kind: rowKind, namespace, name } = row;
  const workload: WorkloadRef = { kind: rowKind, namespace, name };
  return (
    <>
      <ChoiceField
        label="Workload"
        name="workload"
        value={workloadKey(row)}
        options={able.map((one) => [workloadKey(one), `${one.name}, ${one.kind} in ${one.namespace}`])}
        onChange={setKey}
      />
      {kind === 'scale' ? (
        <Replicas key={workloadKey(row)} workload={workload} now={row.desired} onDraft={onDraft} />
      ) : null}
      {kind === 'request' || kind === 'image' ? (
        <ContainerFields key={workloadKey(row)} kind={kind} row={row} workload={workload} onDraft={onDraft} />
      ) : null}
      {kind === 'tolerate' || kind === 'archs' ? (
        <Placed key={workloadKey(row)} kind={kind} row={row} workload={workload} boards={boards} onDraft={onDraft} />
      ) : null}
    </>
  );
}

interface FieldsProps {
  workload: WorkloadRef;
  onDraft: (draft: Draft) => void;
}

function Replicas({ workload, now, onDraft }: FieldsProps & { now: number | null }) {
  const [text, setText] = useState(String((now ?? 0) + 1));
  const { kind, namespace, name } = workload;
  useEffect(() => {
    const isCount = /^\d{1,5}$/.test(text);
    const action = { action: 'scale', workload: { kind, namespace, name }, replicas: Number(text) } as const;
    onDraft(isCount ? { suppose: 'action', action } : null);
  }, [kind, namespace, name, text, onDraft]);
  return (
    <TextField
      label={`Replicas${now === null ? '' : `, ${now} now`}`}
      inputMode="numeric"
      value={text}
      onChange={(event) => setText(event.target.value.trim())}
    />
  );
}

interface PlacedProps extends FieldsProps {
  kind: 'tolerate' | 'archs';
  row: PlacementRow;
  boards: readonly BoardView[];
}

function Placed({ kind, row, workload, boards, onDraft }: PlacedProps) {
  const { data, error } = useFirstPod(row, whyTopic, placementOf);
  if (error !== null) return <p className="text-error">✕ {error.message}</p>;
  if (data === undefined) return <p className="text-ink-2">Reading its template…</p>;
  if (data === null) {
    return <p className="text-ink-2">Its template is not known here: it has no pod now, or it may not be read.</p>;
  }
  return kind === 'tolerate' ? (
    <Tolerations workload={workload} now={data} boards={boards} onDraft={onDraft} />
  ) : (
    <ArchsFields workload={workload} now={data} boards={boards} onDraft={onDraft} />
  );
}

function placementOf(rows: Rows): PlacementFields | null {
  return whyOf(rows).why?.placement ?? null;
}

interface TolerationsProps extends FieldsProps {
  now: PlacementFields;
  boards: readonly BoardView[];
}

function Tolerations({ workload, now, boards, onDraft }: TolerationsProps) {
  const taints = [...new Map(boards.flatMap(ownTaints).map((taint) => [fullTaint(taint), taint])).values()];
  const [text, setText] = useState('');
  const taint = taints.find((one) => fullTaint(one) === text) ?? taints[0];
  const { kind, namespace, name } = workload;
  useEffect(() => {
    const chosen = taint === undefined ? null : taintInput(taint);
    if (chosen === null) {
      onDraft(null);
      return;
    }
    const tolerations = [...(now.tolerations ?? []), tolerationOf(chosen)];
    const action = {
      action: 'place',
      workload: { kind, namespace, name },
      placement: { ...now, tolerations },
    } as const;
    onDraft({ suppose: 'action', action });
  }, [kind, namespace, name, taint, now, onDraft]);
  if (taint === undefined) return <p className="text-ink-2">No board has a taint that people put there.</p>;
  return (
    <ChoiceField
      label="Taint"
      value={fullTaint(taint)}
      options={taints.map((one) => [fullTaint(one), fullTaint(one)])}
      onChange={setText}
    />
  );
}
