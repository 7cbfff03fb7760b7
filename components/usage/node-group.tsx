'use client';
// The nodes of an architecture: their sums, each of them, and what one more replica may ask for.
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { formatNumber } from '#lib/format/count.ts';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory, formatSize } from '#lib/format/memory.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { architectureName } from '#lib/model/overview/architectures.ts';
import type { ShelfUseView } from '#lib/model/overview/overview-view.ts';
import type { NodeGroup } from '#lib/model/usage/node-table.ts';
import type { FitRow } from '#lib/model/usage/usage-view.ts';
import { sizeText, statedText } from './amounts.ts';
import { NodeRow } from './node-row.tsx';
import { Stated } from './stated.tsx';

/** More rooms than these are not read. */
const ROOMS_TOLD = 2;

interface NodeGroupRowsProps {
  group: NodeGroup;
  fit: FitRow | null;
  /** What the top edges of the lines stand for. */
  tops: { cpu: number; memory: number };
}

export function NodeGroupRows({ group, fit, tops }: NodeGroupRowsProps) {
  return (
    <tbody className={archClass(group.arch)}>
      <Totals group={group} />
      {group.rows.map((row) => (
        <NodeRow key={row.name} row={row} cpuTop={tops.cpu} memoryTop={tops.memory} />
      ))}
      {fit === null || fit.rooms === null ? null : (
        <tr className="usage-fit">
          <td colSpan={10} className="cell-line">
            {fitText(fit.rooms, group.arch)}
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** A node alone is its own sum. */
function Totals({ group }: { group: NodeGroup }) {
  const { arch, rows } = group;
  return (
    <tr className="usage-group">
      <th scope="rowgroup" className="cell-main">
        <span className="flex items-center gap-2">
          <Glyph arch={arch} size={14} />
          <span title={architectureName(arch).title}>{arch}</span>
          <span className="font-normal text-ink-2">{formatNumber(rows.length)}</span>
        </span>
      </th>
      {rows.length === 1 ? <td colSpan={9} /> : <Sums group={group} />}
    </tr>
  );
}

function Sums({ group }: { group: NodeGroup }) {
  const { rows, cpu, memory } = group;
  return (
    <>
      <td data-title="CPU(cores)">{cpu.state === 'missing' ? '' : formatCpu(cpu.used)}</td>
      <td data-title="CPU(%)">
        <Share use={cpu} count={rows.length} />
      </td>
      <td className="usage-spark" />
      <td data-title="MEMORY(bytes)">{memory.state === 'missing' ? '' : formatMemory(memory.used)}</td>
      <td data-title="MEMORY(%)">
        <Share use={memory} count={rows.length} />
      </td>
      <td className="usage-spark" />
      <td data-title="requested">
        <Stated text={statedText(group.requests)} none="nothing requested" />
      </td>
      <td data-title="limits">
        <Stated text={statedText(group.limits)} none="no limits" />
      </td>
      <td data-title="allocatable">
        <Stated text={sizeText(group.allocatable)} none="not reported" />
      </td>
    </>
  );
}

/** Of the measured nodes; says so where some are not. */
function Share({ use, count }: { use: ShelfUseView; count: number }) {
  if (use.state === 'missing') return <span className="font-normal text-ink-2">no metrics</span>;
  return (
    <span className="flex items-center gap-2">
      <Meter percent={use.percent} className="usage-meter h-1.5 w-16" />
      <span>
        {formatPercent(use.percent)}
        {use.measuredCount === count ? null : (
          <span className="font-normal text-ink-2">{` on ${formatNumber(use.measuredCount)} of ${formatNumber(count)}`}</span>
        )}
      </span>
    </span>
  );
}

function fitText(rooms: NonNullable<FitRow['rooms']>, arch: string): string {
  if (rooms.length === 0) return `No ${arch} node takes one more replica now.`;
  const told = rooms
    .slice(0, ROOMS_TOLD)
    .map(
      ({ node, cpuMillicores, memoryBytes }) => `${formatCpu(cpuMillicores)} and ${formatSize(memoryBytes)} on ${node}`,
    );
  return `One more replica fits if it requests at most ${told.join(', or ')}.`;
}
