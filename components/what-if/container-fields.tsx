'use client';
// Which container of a workload, and what it requests or which image it runs.
import { type ReactNode, useEffect, useState } from 'react';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import type { PodContainerView } from '#lib/model/pod/pod-view.ts';
import type { Rows } from '#lib/model/stream.ts';
import { podRowsOf, podTopic } from '#lib/queries/pod-rows.ts';
import type { Draft } from './draft.ts';
import { ChoiceField, TextField } from './field.tsx';
import { useFirstPod } from './use-first-pod.ts';

interface ContainerFieldsProps {
  kind: 'request' | 'image';
  row: PlacementRow;
  workload: WorkloadRef;
  onDraft: (draft: Draft) => void;
}

export function ContainerFields({ kind, row, workload, onDraft }: ContainerFieldsProps): ReactNode {
  const { data, error } = useFirstPod(row, podTopic, containersOf);
  const [name, setName] = useState('');
  if (error !== null) return <p className="text-error">✕ {error.message}</p>;
  if (data === undefined) return <p className="text-ink-2">Reading its containers…</p>;
  const container = data?.find((one) => one.name === name) ?? data?.[0];
  if (data === null || container === undefined) {
    return <p className="text-ink-2">It has no pod now: what its containers are is not known here.</p>;
  }
  return (
    <>
      <ChoiceField
        label="Container"
        value={container.name}
        options={data.map((one) => [one.name, one.name])}
        onChange={setName}
      />
      {kind === 'request' ? (
        <Requests key={container.name} workload={workload} container={container.name} onDraft={onDraft} />
      ) : (
        <Image key={container.name} workload={workload} container={container} onDraft={onDraft} />
      )}
    </>
  );
}

/** Those of its template. */
function containersOf(rows: Rows): readonly PodContainerView[] {
  return podRowsOf(rows).containers.filter(({ kind }) => kind !== 'ephemeral');
}

const QUANTITY = /^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti|k|M|G|T)?$/;

interface RequestsProps {
  workload: WorkloadRef;
  container: string;
  onDraft: (draft: Draft) => void;
}

function Requests({ workload, container, onDraft }: RequestsProps) {
  const [cpu, setCpu] = useState('');
  const [memory, setMemory] = useState('');
  const { kind, namespace, name } = workload;
  const isWrong = [cpu, memory].some((text) => text !== '' && !QUANTITY.test(text));
  useEffect(() => {
    const requests = { ...(cpu === '' ? {} : { cpu }), ...(memory === '' ? {} : { memory }) };
    const isComplete = Object.keys(requests).length > 0 && !isWrong;
    const action = { action: 'request', workload: { kind, namespace, name }, container, requests } as const;
    onDraft(isComplete ? { suppose: 'action', action } : null);
  }, [kind, namespace, name, container, cpu, memory, isWrong, onDraft]);
  return (
    <>
      <TextField label="CPU, as 250m" value={cpu} onChange={(event) => setCpu(event.target.value.trim())} />
      <TextField label="Memory, as 64Mi" value={memory} onChange={(event) => setMemory(event.target.value.trim())} />
      {isWrong ? <p className="text-error">✕ Amounts are written as Kubernetes does: 250m, 1.5, 64Mi, 1Gi.</p> : null}
    </>
  );
}

interface ImageProps {
  workload: WorkloadRef;
  container: PodContainerView;
  onDraft: (draft: Draft) => void;
}

function Image({ workload, container, onDraft }: ImageProps) {
  const [image, setImage] = useState(container.image);
  const { kind, namespace, name } = workload;
  useEffect(() => {
    const action = { action: 'image', workload: { kind, namespace, name }, container: container.name, image } as const;
    onDraft(image === '' || image === container.image ? null : { suppose: 'action', action });
  }, [kind, namespace, name, container.name, container.image, image, onDraft]);
  return (
    <>
      <TextField label="Image" value={image} onChange={(event) => setImage(event.target.value.trim())} />
      <p className="text-ink-2">Where it runs is what its registry says, as far as registries are asked here.</p>
    </>
  );
}
