'use client';
// Lines of the pods' table: an architecture with its sums, a pod, a container of it.
import Link from 'next/link';
import { memo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { formatCount, formatNumber } from '#lib/format/count.ts';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import { nodeHref, podHref } from '#lib/model/hrefs.ts';
import { type PodGroup, podKey } from '#lib/model/usage/pod-table.ts';
import type { ContainerUsageRow, PodUsageRow, StatedAmounts } from '#lib/model/usage/usage-view.ts';
import { statedText } from './amounts.ts';
import { MissingWords } from './missing-words.tsx';
import { Stated } from './stated.tsx';

/** Where a line stands among all of them, and how its height is learned. */
export interface LinePlace {
  index: number;
  ref: (element: HTMLElement | null) => void;
}

export function PodGroupRow({ group, at }: { group: PodGroup; at: LinePlace }) {
  const { arch, podCount, measuredCount, used } = group;
  return (
    <tr className="usage-group" ref={at.ref} data-index={at.index} aria-rowindex={at.index + 2}>
      <th scope="rowgroup" colSpan={2} className="cell-main">
        <span className="flex flex-wrap items-center gap-x-2">
          {arch === null ? null : <Glyph arch={arch} size={14} />}
          {arch ?? 'on no node'}
          <span className="font-normal text-ink-2">
            {formatCount(podCount, 'pod')}
            {measuredCount === podCount ? '' : `, ${formatNumber(measuredCount)} measured`}
          </span>
        </span>
      </th>
      <td data-title="CPU(cores)">{used.cpuMillicores === null ? '' : formatCpu(used.cpuMillicores)}</td>
      <td className="usage-spark" />
      <td data-title="MEMORY(bytes)">{used.memoryBytes === null ? '' : formatMemory(used.memoryBytes)}</td>
      <td className="usage-spark" />
      <StatedCells requests={group.requests} limits={group.limits} />
      <td />
    </tr>
  );
}

interface PodRowProps {
  pod: PodUsageRow;
  unfolded: boolean;
  index: number;
  lineRef: LinePlace['ref'];
  onTurn: (key: string) => void;
}

/** Drawn again only when it changed: a row that did not is the same object. */
export const PodRow = memo(function PodRow({ pod, unfolded, index, lineRef, onTurn }: PodRowProps) {
  const { namespace, name, node, arch, usage, spark } = pod;
  return (
    <tr className={archClass(arch ?? '')} ref={lineRef} data-index={index} aria-rowindex={index + 2}>
      <td className="cell-plain text-ink-2">{namespace}</td>
      <th scope="row" className="cell-main usage-name">
        <span className="flex items-start gap-1">
          <Fold pod={pod} unfolded={unfolded} onTurn={onTurn} />
          <Link href={podHref(pod)} prefetch={false} className="min-w-0 font-mono wrap-anywhere hover:underline">
            {name}
          </Link>
        </span>
      </th>
      {usage.state === 'missing' ? (
        <td colSpan={4} className="cell-line">
          <MissingWords reason={usage.reason} since={usage.since} />
        </td>
      ) : (
        <>
          <td data-title="CPU(cores)">{formatCpu(usage.cpuMillicores)}</td>
          <Spark values={spark?.cpu} about={`CPU of ${name}, last hour`} format={formatCpu} />
          <td data-title="MEMORY(bytes)">{formatMemory(usage.memoryBytes)}</td>
          <Spark values={spark?.memory} about={`Memory of ${name}, last hour`} format={formatMemory} />
        </>
      )}
      <StatedCells requests={pod.requests} limits={pod.limits} />
      <td className="cell-plain">
        {node === null ? (
          <span className="text-ink-2">on no node</span>
        ) : (
          <span className="flex items-center gap-1.5">
            {arch === null ? null : <Glyph arch={arch} size={12} />}
            <Link href={nodeHref(node)} prefetch={false} className="hover:underline">
              {node}
            </Link>
            {arch === null ? null : <span className="sr-only">{arch}</span>}
          </span>
        )}
      </td>
    </tr>
  );
});

function Fold({ pod, unfolded, onTurn }: Pick<PodRowProps, 'pod' | 'unfolded' | 'onTurn'>) {
  if (pod.containers.length === 0) return <span className="w-5 shrink-0" />;
  return (
    <button
      type="button"
      className="usage-fold"
      aria-expanded={unfolded}
      aria-label={`Containers of ${pod.name}`}
      onClick={() => onTurn(podKey(pod))}
    >
      <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
        <path d="M2.5 0.5L6 4 2.5 7.5" fill="none" stroke="currentColor" />
      </svg>
    </button>
  );
}

interface ContainerRowProps {
  pod: PodUsageRow;
  container: ContainerUsageRow;
  at: LinePlace;
}

export function ContainerRow({ pod, container, at }: ContainerRowProps) {
  const { name, cpuMillicores, memoryBytes } = container;
  return (
    <tr
      className={`usage-container ${archClass(pod.arch ?? '')}`}
      ref={at.ref}
      data-index={at.index}
      aria-rowindex={at.index + 2}
    >
      <td />
      <th scope="row" className="cell-main usage-name font-mono">
        <span className="sr-only">container </span>
        {name}
      </th>
      {cpuMillicores === null && memoryBytes === null ? (
        <td colSpan={4} className="cell-line text-ink-2">
          not measured
        </td>
      ) : (
        <>
          <td data-title="CPU(cores)">{cpuMillicores === null ? '' : formatCpu(cpuMillicores)}</td>
          <td className="usage-spark" />
          <td data-title="MEMORY(bytes)">{memoryBytes === null ? '' : formatMemory(memoryBytes)}</td>
          <td className="usage-spark" />
        </>
      )}
      <StatedCells requests={container.requests} limits={container.limits} />
      <td />
    </tr>
  );
}

function StatedCells({ requests, limits }: { requests: StatedAmounts; limits: StatedAmounts }) {
  return (
    <>
      <td data-title="requests">
        <Stated text={statedText(requests)} none="nothing requested" />
      </td>
      <td data-title="limits">
        <Stated text={statedText(limits)} none="no limits" />
      </td>
    </>
  );
}

interface SparkProps {
  values: readonly (number | null)[] | undefined;
  about: string;
  format: (value: number) => string;
}

function Spark({ values, about, format }: SparkProps) {
  return (
    <td className="usage-spark">
      {values === undefined ? null : <Sparkline values={values} about={about} format={format} className="h-5 w-20" />}
    </td>
  );
}
