'use client';
// One node: the numbers that kubectl prints, their last hour, and what stands against them.
import Link from 'next/link';
import { memo } from 'react';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { nodeHref } from '#lib/model/hrefs.ts';
import type { MeasureView } from '#lib/model/overview/overview-view.ts';
import type { NodeUsageRow } from '#lib/model/usage/usage-view.ts';
import { sizeText, statedText } from './amounts.ts';
import { MissingWords } from './missing-words.tsx';
import { Stated } from './stated.tsx';

interface NodeRowProps {
  row: NodeUsageRow;
  /** What the top edges of the lines stand for. */
  cpuTop: number;
  memoryTop: number;
}

/** Drawn again only when it changed: a row that did not is the same object. */
export const NodeRow = memo(function NodeRow({ row, cpuTop, memoryTop }: NodeRowProps) {
  const { name, cpu, memory, spark } = row;
  return (
    <tr>
      <th scope="row" className="cell-main">
        <Link href={nodeHref(name)} prefetch={false} className="font-mono hover:underline">
          {name}
        </Link>
      </th>
      {cpu.state === 'missing' && memory.state === 'missing' ? (
        <td colSpan={6} className="cell-line">
          <MissingWords reason={cpu.reason} since={cpu.since} />
        </td>
      ) : (
        <>
          <MeasureCells
            measure={cpu}
            format={formatCpu}
            titles={['CPU(cores)', 'CPU(%)']}
            spark={spark?.cpu ?? null}
            top={cpuTop}
            about={`CPU of ${name}, last hour`}
          />
          <MeasureCells
            measure={memory}
            format={formatMemory}
            titles={['MEMORY(bytes)', 'MEMORY(%)']}
            spark={spark?.memory ?? null}
            top={memoryTop}
            about={`Memory of ${name}, last hour`}
          />
        </>
      )}
      <td data-title="requested">
        <Stated text={statedText(row.requests)} none="nothing requested" />
      </td>
      <td data-title="limits">
        <Stated text={statedText(row.limits)} none="no limits" />
      </td>
      <td data-title="allocatable">
        <Stated text={sizeText(row.allocatable)} none="not reported" />
      </td>
    </tr>
  );
});

interface MeasureCellsProps {
  measure: MeasureView;
  format: (amount: number) => string;
  titles: readonly [amount: string, share: string];
  spark: readonly (number | null)[] | null;
  top: number;
  about: string;
}

function MeasureCells({ measure, format, titles, spark, top, about }: MeasureCellsProps) {
  if (measure.state === 'missing') {
    return (
      <td colSpan={3} className="cell-line">
        <MissingWords reason={measure.reason} since={measure.since} />
      </td>
    );
  }
  return (
    <>
      <td data-title={titles[0]}>{format(measure.used)}</td>
      <td data-title={titles[1]}>
        <span className="flex items-center gap-2">
          <Meter percent={measure.percent} className="usage-meter h-1.5 w-16" />
          {formatPercent(measure.percent)}
        </span>
      </td>
      <td className="usage-spark">
        {spark === null ? null : <Sparkline values={spark} about={about} format={format} max={top} />}
      </td>
    </>
  );
}
