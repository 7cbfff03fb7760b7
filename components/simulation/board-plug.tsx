'use client';
// A board's plug, in its second Ethernet port: pulled out and put back by clicking it.
import { useState } from 'react';
import type { SimulatedBoardView } from '#lib/model/simulation-view.ts';
import { runSimulationAction, SIMULATION_TOPIC } from '#lib/queries/simulation.ts';
import { useTopicRow } from '#lib/queries/use-topic.ts';

export function BoardPlug({ name }: { name: string }) {
  const board = useTopicRow<SimulatedBoardView>(SIMULATION_TOPIC, `board/${name}`);
  const [trouble, setTrouble] = useState<string | null>(null);
  // A node that somebody only wrote to the API has no board behind it, and one without power no plug to pull.
  if (board === null || board.power === 'dark') return null;
  const unplugged = board.power === 'unplugged';
  const label = `${unplugged ? 'Plug in' : 'Unplug'} ${name}`;
  const toggle = (): void => {
    setTrouble(null);
    runSimulationAction({ action: 'power', board: name, plugged: unplugged }).catch((error: Error) =>
      setTrouble(error.message),
    );
  };
  return (
    <button
      type="button"
      className="board-plug"
      aria-label={label}
      title={trouble === null ? label : `Not done: ${trouble}`}
      data-unplugged={unplugged ? '' : undefined}
      onClick={toggle}
    >
      <svg viewBox="0 0 20 16" width="20" height="16" aria-hidden="true">
        {unplugged ? (
          <path d="M1 8h4m0-4h5v8H5zM14 5.500h3m-3 5h3M17 3v10" />
        ) : (
          <path d="M1 8h5m0-4h5v8H6zM11 6h3m-3 4h3M14 3v10h3V3z" />
        )}
      </svg>
    </button>
  );
}
