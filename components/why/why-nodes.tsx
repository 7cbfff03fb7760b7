'use client';
// The verdict of every node: one line each, the same reason of many nodes told once.
import { useState } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format/count.ts';
import { compareArchitectures } from '#lib/model/overview/architectures.ts';
import type { NodeVerdictView, WhyView } from '#lib/model/placement/why/why-view.ts';
import { Checks } from './checks.tsx';
import { type NodeGroup, nodeGroups } from './node-groups.ts';
import { verdictWord } from './verdict-words.ts';
import { NodeWays } from './ways-out.tsx';

/** Nodes beyond this come when asked for. */
const SHOWN_AT_FIRST = 40;

interface WhyNodesProps {
  why: WhyView;
  nodes: readonly NodeVerdictView[];
  /** The node that is open from the start. */
  asked: string | null;
}

export function WhyNodes({ why, nodes, asked }: WhyNodesProps) {
  const [all, setAll] = useState(false);
  const sorted = [...nodes].sort((a, b) => compareArchitectures(a.arch, b.arch));
  const groups = nodeGroups(sorted, asked);
  const shown = all ? groups : groups.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-label="Node by node" className="mt-3">
      <ul className="border-t border-line">
        {shown.map((group) => (
          <li key={group.nodes[0]?.node} className="why-node">
            {group.nodes.length === 1 ? (
              group.nodes.map((node) => <Verdict key={node.node} why={why} node={node} open={node.node === asked} />)
            ) : (
              <Many why={why} group={group} />
            )}
          </li>
        ))}
      </ul>
      {shown.length < groups.length ? (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show {groups.length - shown.length} more
        </Button>
      ) : null}
    </section>
  );
}

function Verdict({ why, node, open: openAtFirst }: { why: WhyView; node: NodeVerdictView; open: boolean }) {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <details open={openAtFirst} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={archClass(node.arch)}>
          <Glyph arch={node.arch} size={16} />
          <span className="sr-only">{node.arch}</span>
        </span>
        <span className="flex min-w-0 gap-3">
          <b className="truncate font-mono font-semibold">{node.node}</b>
          <span className="shrink-0">{verdictWord(node)}</span>
        </span>
        <OpenSign open={open} />
        <span className="why-reason">
          {node.reason}
          {node.imageFails && node.letter !== 'I' ? '; its image would not run here either' : ''}
          {node.score === null ? null : (
            <span className="block">
              {`estimate: ${ordinal(node.score.rank)} choice, ${Math.round(node.score.total)} points`}
            </span>
          )}
        </span>
      </summary>
      {open ? (
        <>
          <Checks node={node} />
          <NodeWays why={why} node={node} />
        </>
      ) : null}
    </details>
  );
}

function Many({ why, group }: { why: WhyView; group: NodeGroup }) {
  const [open, setOpen] = useState(false);
  const [first] = group.nodes;
  if (first === undefined) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={archClass(first.arch)}>
          <Glyph arch={first.arch} size={16} />
        </span>
        <span className="flex min-w-0 gap-3">
          <b className="font-semibold">{formatCount(group.nodes.length, `${first.arch} board`)}</b>
          <span>{verdictWord(first)}</span>
        </span>
        <OpenSign open={open} />
        <span className="why-reason">{group.reason}</span>
      </summary>
      {open ? (
        <ul className="ml-7">
          {group.nodes.slice(0, SHOWN_AT_FIRST).map((node) => (
            <li key={node.node} className="why-node">
              <Verdict why={why} node={node} open={false} />
            </li>
          ))}
          {group.nodes.length > SHOWN_AT_FIRST ? (
            <li className="py-2 text-ink-2">and {group.nodes.length - SHOWN_AT_FIRST} more for the same reason</li>
          ) : null}
        </ul>
      ) : null}
    </details>
  );
}

function OpenSign({ open }: { open: boolean }) {
  return (
    <svg viewBox="0 0 8 8" width="8" height="8" className="why-open text-ink-2" aria-hidden="true">
      <path d={open ? 'M0.5 2.5L4 6 7.500 2.500' : 'M2.5 0.5L6 4 2.5 7.5'} fill="none" stroke="currentColor" />
    </svg>
  );
}

function ordinal(rank: number): string {
  return ['', 'first', 'second', 'third'][rank] ?? `${rank}th`;
}
