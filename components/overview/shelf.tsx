'use client';
// An architecture is a shelf of the rack: its name large, its sums in words, its boards on it.
import type { ReactNode } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { formatNumber } from '#lib/format/count.ts';
import { formatCores } from '#lib/format/cpu.ts';
import { formatSize } from '#lib/format/memory.ts';
import { formatPercent } from '#lib/format/percent.ts';
import type { ShelfUseView, ShelfView } from '#lib/model/overview/overview-view.ts';
import type { Density } from './density.ts';
import { ShelfBoards } from './shelf-boards.tsx';

interface ShelfProps {
  shelf: ShelfView;
  density: Density;
}

export function Shelf({ shelf, density }: ShelfProps) {
  return (
    <section className={`shelf ${archClass(shelf.arch)}`} aria-labelledby={`shelf-${shelf.arch}`}>
      <header className="shelf-head">
        <h2 id={`shelf-${shelf.arch}`} className="flex items-center gap-2.5 text-24 font-semibold tracking-tight">
          <Glyph arch={shelf.arch} size={24} />
          {shelf.arch}
        </h2>
        <p className="text-ink-2">{shelf.title}</p>
        <dl className="mt-2 grid grid-cols-[56px_1fr] gap-x-2 gap-y-0.5">
          <Fact name="boards">{boardsText(shelf)}</Fact>
          <Fact name="size">{sizeText(shelf)}</Fact>
          <Fact name="cpu">
            <Share use={shelf.cpu} boardCount={shelf.boards.length} />
          </Fact>
          <Fact name="memory">
            <Share use={shelf.memory} boardCount={shelf.boards.length} />
          </Fact>
          <Fact name="taint">{taintText(shelf)}</Fact>
        </dl>
      </header>
      <ShelfBoards boards={shelf.boards} density={density} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </>
  );
}

/** A share over the measured boards only: says so where some are not. */
function Share({ use, boardCount }: { use: ShelfUseView; boardCount: number }) {
  if (use.state === 'missing') {
    return (
      <span className="text-ink-2" title={use.reason}>
        no metrics
      </span>
    );
  }
  const partial = use.unmeasured.length > 0;
  const reasons = use.unmeasured.map(({ board, reason }) => `${board}: ${reason}`).join('\n');
  return (
    <span
      className="flex items-center"
      title={partial ? `measured on ${use.measuredCount} of ${boardCount} boards\n${reasons}` : undefined}
    >
      <Meter percent={use.percent} className={`mr-2 h-1.5 ${partial ? 'w-9' : 'w-16'}`} />
      {formatPercent(use.percent)}
      {partial ? (
        <span className="ml-1.5 text-ink-2">{`on ${formatNumber(use.measuredCount)} of ${formatNumber(boardCount)}`}</span>
      ) : null}
    </span>
  );
}

function boardsText(shelf: ShelfView): string {
  const count = shelf.boards.length;
  if (shelf.readyCount === count) return count === 1 ? '1, ready' : `${formatNumber(count)}, all ready`;
  return `${formatNumber(count)}, ${shelf.readyCount === 0 ? 'none' : formatNumber(shelf.readyCount)} ready`;
}

function sizeText(shelf: ShelfView): string {
  const cores = shelf.cpuMillicores === null ? null : `${formatCores(shelf.cpuMillicores)} cores`;
  const memory = shelf.memoryBytes === null ? null : formatSize(shelf.memoryBytes);
  return [cores, memory].filter((text) => text !== null).join(', ') || 'not reported';
}

/** Whether these boards are kept for pods that ask for the architecture. */
function taintText({ arch, taint, boards }: ShelfView): string {
  if (taint.state === 'none') return 'none by arch';
  return taint.state === 'all' ? `arch=${arch}` : `arch on ${taint.taintedCount} of ${boards.length}`;
}
