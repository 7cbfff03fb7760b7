'use client';
// The boards: power and network by unplugging each, and whether its use is measured.
import { useState } from 'react';
import { Glyph } from '#components/boards/glyph.tsx';
import { Button } from '#components/ui/button.tsx';
import { formatNumber } from '#lib/format/count.ts';
import { compareNames } from '#lib/model/overview/shelves.ts';
import type { SimulatedBoardView } from '#lib/model/simulation-view.ts';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

/** More are not read through but looked for by name. */
const SHOWN_MAX = 12;

export function BoardsSection({ boards, act }: Simulation) {
  const [text, setText] = useState('');
  // A short list keeps its order: a row that moved away would put another board under the pointer.
  const isLong = boards.length > SHOWN_MAX;
  const found = boards
    .filter(({ name }) => name.includes(text.trim().toLowerCase()))
    .sort((a, b) => (isLong ? rank(a) - rank(b) : 0) || compareNames(a.name, b.name));
  return (
    <MenuSection
      title="Boards"
      does="An unplugged board falls silent: NotReady after some 50&nbsp;s, its pods evicted 5&nbsp;min later. Without metrics it is up, but nobody knows its use."
    >
      {isLong ? (
        <input
          type="search"
          aria-label="Find a board by name"
          placeholder={`Find one of ${formatNumber(boards.length)}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1 h-8 w-full rounded border border-line-2 bg-paper px-2"
        />
      ) : null}
      <ul>
        {found.slice(0, SHOWN_MAX).map((board) => (
          <BoardRow key={board.name} board={board} act={act} />
        ))}
      </ul>
      {boards.length === 0 ? <p>There is no board that could be unplugged.</p> : null}
      {found.length > SHOWN_MAX ? (
        <p className="text-ink-2">{`and ${formatNumber(found.length - SHOWN_MAX)} more`}</p>
      ) : null}
    </MenuSection>
  );
}

/** In a long list those that were touched come first: they are what one comes back for. */
function rank({ power, metricsMissing }: SimulatedBoardView): number {
  return power === 'unplugged' || metricsMissing ? 0 : 1;
}

function BoardRow({ board, act }: { board: SimulatedBoardView; act: Simulation['act'] }) {
  const { name, arch, power, metricsMissing } = board;
  const unplugged = power === 'unplugged';
  return (
    <li className="flex h-9 items-center gap-2">
      <Glyph arch={arch} size={14} />
      <span className="min-w-0 grow truncate font-mono font-medium" title={name}>
        {name}
      </span>
      <Button
        aria-label={`${metricsMissing ? 'Show' : 'Hide'} metrics of ${name}`}
        className="border-line-2 px-2 font-normal"
        onClick={() => void act({ action: 'metrics', board: name, missing: !metricsMissing })}
      >
        {metricsMissing ? 'Show metrics' : 'Hide metrics'}
      </Button>
      {power === 'dark' ? (
        <span className="w-[68px] text-center text-ink-2" title="The scenario itself keeps it without power for now">
          no power
        </span>
      ) : (
        <Button
          primary={unplugged}
          aria-label={`${unplugged ? 'Plug in' : 'Unplug'} ${name}`}
          className="w-[68px] justify-center px-0"
          onClick={() => void act({ action: 'power', board: name, plugged: unplugged })}
        >
          {unplugged ? 'Plug in' : 'Unplug'}
        </Button>
      )}
    </li>
  );
}
