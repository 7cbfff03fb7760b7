'use client';
// Which architectures a workload may run on: as a required node affinity.
import { useEffect, useState } from 'react';
import type { PlacementFields } from '#lib/model/actions/cluster-action.ts';
import { compareArchitectures } from '#lib/model/overview/architectures.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import type { Draft } from './draft.ts';

interface ArchsFieldsProps {
  workload: WorkloadRef;
  now: PlacementFields;
  boards: readonly BoardView[];
  onDraft: (draft: Draft) => void;
}

export function ArchsFields({ workload, now, boards, onDraft }: ArchsFieldsProps) {
  const archs = [...new Set(boards.map(({ arch }) => arch))].sort(compareArchitectures);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { kind, namespace, name } = workload;
  useEffect(() => {
    const placement = { ...now, affinity: pinned(now.affinity, chosen) };
    const action = { action: 'place', workload: { kind, namespace, name }, placement } as const;
    onDraft(chosen.length === 0 ? null : { suppose: 'action', action });
  }, [kind, namespace, name, now, chosen, onDraft]);
  return (
    <fieldset>
      <legend className="text-ink-2">Only on</legend>
      {archs.map((arch) => (
        <label key={arch} className="mr-4 inline-flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={chosen.includes(arch)}
            onChange={(event) =>
              setChosen(event.target.checked ? [...chosen, arch] : chosen.filter((other) => other !== arch))
            }
          />
          {arch}
        </label>
      ))}
    </fieldset>
  );
}

/** In place of what is required of nodes now; what is preferred, and of other pods, stays. */
function pinned(affinity: PlacementFields['affinity'], archs: readonly string[]): PlacementFields['affinity'] {
  const matchExpressions = [{ key: ARCH_LABEL, operator: 'In', values: [...archs] }];
  const required = { nodeSelectorTerms: [{ matchExpressions }] };
  const nodeAffinity = { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  return { ...affinity, nodeAffinity };
}
