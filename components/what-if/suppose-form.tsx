'use client';
// What to suppose: first of what kind, then of which board or workload.
import { useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { ownTaints } from '#components/boards/board-words.ts';
import { Button } from '#components/ui/button.tsx';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { compareNames } from '#lib/model/overview/shelves.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { boardsOf } from '#lib/queries/overview-rows.ts';
import { PLACEMENT_TOPIC, placementOf } from '#lib/queries/placement-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { BoardFields } from './board-fields.tsx';
import { DRAFT_WORDS, type Draft, type DraftKind, isBoardKind, isDraftKind } from './draft.ts';
import { ChoiceField } from './field.tsx';
import { WorkloadFields } from './workload-fields.tsx';

interface SupposeFormProps {
  /** What is supposed already: sent along where there is no JavaScript. */
  given: readonly Supposition[];
  onAdd: (supposition: Supposition) => void;
}

export function SupposeForm({ given, onAdd }: SupposeFormProps) {
  const boards = useBoards();
  const workloads = useWorkloads();
  const start = useStart(boards);
  const hydrated = useHydrated();
  const [kind, setKind] = useState(start.kind);
  const [draft, setDraft] = useState<Draft>(null);
  return (
    <form
      action="/what-if"
      className="mt-4 flex flex-col gap-3 border-t border-line pt-4"
      aria-label="Suppose"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft !== null) onAdd(draft);
      }}
    >
      {hydrated ? null : given.map((one) => <GivenField key={JSON.stringify(one)} supposition={one} />)}
      <ChoiceField
        label="Suppose that"
        name="suppose"
        value={kind}
        options={Object.entries(DRAFT_WORDS)}
        onChange={(value) => {
          // The same again begins nothing anew: its fields would not say once more what they come to.
          if (!isDraftKind(value) || value === kind) return;
          setDraft(null);
          setKind(value);
        }}
      />
      {isBoardKind(kind) ? (
        <BoardFields key={kind} kind={kind} boards={boards} initial={start.board} onDraft={setDraft} />
      ) : (
        <WorkloadFields
          key={kind}
          kind={kind}
          workloads={workloads}
          boards={boards}
          initial={start.workload}
          onDraft={setDraft}
        />
      )}
      <Button type="submit" primary disabled={hydrated && draft === null} className="self-start">
        Suppose it
      </Button>
      <noscript>
        <p className="text-ink-2">
          Without JavaScript boards can be unplugged, cordoned and tainted here; what is supposed of workloads needs it.
        </p>
      </noscript>
    </form>
  );
}

function GivenField({ supposition }: { supposition: Supposition }) {
  return <input type="hidden" name="s" value={JSON.stringify(supposition)} />;
}

/** Where the address says that the form is to begin. */
function useStart(boards: readonly BoardView[]): { kind: DraftKind; board: string; workload: string } {
  const query = useSearchParams();
  const asked = query.get('suppose') ?? '';
  const workload = query.get('workload') ?? '';
  const ofWorkload = boards.some((board) => ownTaints(board).length > 0) ? 'tolerate' : 'archs';
  const kind = isDraftKind(asked) ? asked : workload === '' ? 'unplug' : ofWorkload;
  return { kind, board: query.get('board') ?? '', workload };
}

function useBoards(): readonly BoardView[] {
  const { data } = useTopic('overview');
  return useMemo(() => [...boardsOf(data?.rows ?? {})].sort((a, b) => compareNames(a.name, b.name)), [data]);
}

function useWorkloads(): readonly PlacementRow[] {
  const { data } = useTopic(PLACEMENT_TOPIC);
  return useMemo(
    () => [...placementOf(data?.rows ?? {}).rows].sort((a, b) => (workloadKey(a) < workloadKey(b) ? -1 : 1)),
    [data],
  );
}
