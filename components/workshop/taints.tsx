'use client';
// The step that taints boards: which architectures, what happens to each board, and what becomes of pods.
import { Glyph } from '#components/boards/glyph.tsx';
import { Command } from '#components/ui/command.tsx';
import { formatCount } from '#lib/format/count.ts';
import { architectureName, compareArchitectures } from '#lib/model/overview/architectures.ts';
import type { TaintBoard } from '#lib/model/workshop/taint-boards.ts';
import type { TaintsPlan } from '#lib/model/workshop/taints.ts';
import { Part } from './part.tsx';
import { TaintChoices } from './taint-choices.tsx';
import { TaintPods } from './taint-pods.tsx';

export function Taints({ plan: { boards, pods, kubectl, blocked } }: { plan: TaintsPlan }) {
  const archs = [...new Set(boards.map(({ arch }) => arch))].sort(compareArchitectures);
  return (
    <>
      <TaintChoices />
      {archs.length === 0 ? null : (
        <Part title="What happens to each board">
          {archs.map((arch) => (
            <ArchBoards key={arch} arch={arch} boards={boards.filter((board) => board.arch === arch)} />
          ))}
        </Part>
      )}
      {kubectl.length === 0 ? null : (
        <div className="mt-3">
          <Command text={kubectl.join('\n')} />
        </div>
      )}
      {boards.length === 0 || blocked !== null ? null : <TaintPods pods={pods} />}
    </>
  );
}

const SIGNS: Readonly<Record<TaintBoard['state'], readonly [sign: string, words: string]>> = {
  add: ['+', 'tainted'],
  same: ['=', 'stays'],
  kept: ['=', 'stays'],
  conflict: ['!', 'conflict'],
  protected: ['−', 'left alone'],
  open: ['−', 'left alone'],
};

function ArchBoards({ arch, boards }: { arch: string; boards: readonly TaintBoard[] }) {
  return (
    <div className="taint-arch">
      <p className="taint-arch-name">
        <Glyph arch={arch} size={14} />
        <span className="font-medium">{arch}</span>
        <span className="text-ink-2">
          {architectureName(arch).title}, {formatCount(boards.length, 'board')}
        </span>
      </p>
      <ul>
        {boards.map(({ node, state, words }) => {
          const [sign, said] = SIGNS[state];
          return (
            <li key={node} className="taint-board">
              <span aria-hidden="true" className={state === 'conflict' ? 'font-medium text-error' : ''}>
                {sign}
              </span>
              <span className="sr-only">{said}: </span>
              <span className="taint-board-name">{node}</span>
              <span className={`[overflow-wrap:anywhere] ${state === 'add' ? '' : 'text-ink-2'}`}>{words}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
