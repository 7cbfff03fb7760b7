'use client';
// How boards bear it, where something on them tells: their voltage and their heat.
import { compareNames } from '#lib/model/overview/shelves.ts';
import type { SimulatedBoardView, SimulatedHealth } from '#lib/model/simulation-view.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const TEXTS: Readonly<Record<SimulatedHealth, string>> = {
  good: 'Well',
  'under-voltage': 'Low voltage',
  overheated: 'Too hot',
};

export function HealthSection({ boards, pending, act }: Simulation) {
  const telling = boards
    .filter(({ healthChoices }) => healthChoices.length > 1)
    .sort((a, b) => compareNames(a.name, b.name));
  if (telling.length === 0) return null;
  return (
    <MenuSection
      title="Health of boards"
      does="A weak power supply or too little air: node_exporter tells Prometheus within half a minute."
    >
      {telling.map((board) => (
        <BoardHealth key={board.name} board={board} asked={askedHealth(pending, board.name)} act={act} />
      ))}
    </MenuSection>
  );
}

interface BoardHealthProps {
  board: SimulatedBoardView;
  asked: SimulatedHealth | undefined;
  act: Simulation['act'];
}

function BoardHealth({ board, asked, act }: BoardHealthProps) {
  const { name, health, healthChoices } = board;
  return (
    <div className="mt-1">
      <p className="mb-1 font-mono font-medium">{name}</p>
      <Choice
        label={`Health of ${name}`}
        options={healthChoices.map((value) => ({ value, text: TEXTS[value] }))}
        value={asked ?? health}
        onChange={(next) => void act({ action: 'health', board: name, health: next })}
      />
    </div>
  );
}

function askedHealth(pending: Simulation['pending'], board: string): SimulatedHealth | undefined {
  const asked = pending.findLast((action) => action.action === 'health' && action.board === board);
  return asked?.action === 'health' ? asked.health : undefined;
}
