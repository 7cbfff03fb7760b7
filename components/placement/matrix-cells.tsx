// One cell: the workload's pods on a node or an architecture, or the letter of why none can be there.
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import type { PlacementPod, PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { ColumnGroup, ColumnNode, Density } from './column-layout.ts';
import { PodLinks, StateCounts, whyHref } from './pod-links.tsx';
import { Reason } from './reason.tsx';
import { type ShownVerdict, shownVerdict } from './reason-words.ts';

/** Pods that are drawn one by one in a node's cell. */
const MOST: Readonly<Record<Density, number>> = { words: 5, letters: 3 };

export interface RowPods {
  row: PlacementRow;
  /** Those on no node under ''. */
  byNode: ReadonlyMap<string, readonly PlacementPod[]>;
  /** The pod about which a letter explains; null where the workload has none. */
  example: PlacementPod | null;
  selected: string | null;
  tabIndex: (stop: string) => number | undefined;
}

interface NodeCellProps {
  node: ColumnNode;
  /** Its number, as `aria-colindex` counts. */
  column: number;
  arch: string;
  /** Of its architecture: a line parts it from the one before. */
  first: boolean;
  verdict: string | undefined;
  density: Density;
  pods: RowPods;
}

export function NodeCell({ node, column, arch, first, verdict, density, pods }: NodeCellProps) {
  const here = pods.byNode.get(node.name);
  const letter = shownVerdict(verdict);
  const empty = here === undefined && letter === null;
  return (
    <td
      className={`${archClass(arch)} ${first ? 'cell-group' : ''} ${empty ? 'cell-empty' : ''}`}
      aria-colindex={column}
    >
      {empty ? null : <span className="cell-title">{node.name}</span>}
      {here !== undefined ? (
        <PodLinks
          namespace={pods.row.namespace}
          pods={here}
          most={MOST[density]}
          selected={pods.selected}
          tabIndex={pods.tabIndex}
        />
      ) : letter === null ? null : (
        <ReasonLink letter={letter} node={node} density={density} pods={pods} />
      )}
    </td>
  );
}

interface ReasonLinkProps {
  letter: ShownVerdict;
  node: ColumnNode;
  density: Density;
  pods: RowPods;
}

/** Leads to why one of its pods cannot be on this node; a workload without pods has none to ask about. */
function ReasonLink({ letter, node, density, pods: { row, example, tabIndex } }: ReasonLinkProps) {
  if (example === null) return <Reason letter={letter} node={node} density={density} />;
  return (
    <a
      href={whyHref({ namespace: row.namespace, name: example.name }, node.name)}
      className="reason-link"
      tabIndex={tabIndex(`@${node.name}`)}
      data-why={`${row.namespace}/${example.name}`}
      data-node={node.name}
      data-stop={`@${node.name}`}
    >
      <Reason letter={letter} node={node} density={density} />
      <span className="sr-only">why?</span>
    </a>
  );
}

/** Stands for columns that are not drawn. */
export function Gap({ columns, first }: { columns: number; first: boolean }) {
  if (columns === 0) return null;
  return <td colSpan={columns} className={first ? 'cell-group' : ''} aria-hidden="true" />;
}

export function FoldedCell({ group, pods }: { group: ColumnGroup; pods: RowPods }) {
  const { row, byNode, selected, tabIndex } = pods;
  const counts = row.byArch[group.arch];
  const letter = counts === undefined ? commonestLetter(row.verdicts, group) : null;
  const known = group.nodes.flatMap(({ name }) => byNode.get(name) ?? []);
  const empty = counts === undefined && letter === null;
  return (
    <td
      className={`${archClass(group.arch)} cell-group ${empty ? 'cell-empty' : ''}`}
      aria-colindex={group.firstColumn}
    >
      {empty ? null : (
        <span className="cell-title">
          <Glyph arch={group.arch} size={12} /> {group.arch}
        </span>
      )}
      {counts !== undefined ? (
        <StateCounts namespace={row.namespace} counts={counts} pods={known} selected={selected} tabIndex={tabIndex} />
      ) : letter === null ? null : (
        <Reason letter={letter} density="words" />
      )}
    </td>
  );
}

/** None where any of its nodes could take a pod. */
export function commonestLetter(verdicts: string, group: ColumnGroup): ShownVerdict | null {
  const counts = new Map<ShownVerdict, number>();
  for (let at = group.firstVerdict; at < group.firstVerdict + group.verdictCount; at++) {
    const letter = shownVerdict(verdicts[at]);
    if (letter === null) return null;
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  let commonest: ShownVerdict | null = null;
  for (const [letter, count] of counts)
    if (count > (counts.get(commonest ?? letter) ?? 0) || commonest === null) commonest = letter;
  return commonest;
}
