'use client';
// The simulation's state as it is streamed, what is being done to it, and how the last of it ended.
import { useRef, useState } from 'react';
import type { SimulationAction } from '#lib/model/simulation-view.ts';
import { runSimulationAction, SIMULATION_TOPIC, type SimulationRows, simulationOf } from '#lib/queries/simulation.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

export interface Report {
  text: string;
  failed: boolean;
}

export interface Simulation extends SimulationRows {
  /** Not answered yet, in the order they were asked. */
  pending: readonly SimulationAction[];
  report: Report | null;
  /** Resolves to whether it was done; why not is in the report. */
  act: (action: SimulationAction) => Promise<boolean>;
}

/** The stream brings the new state a frame or two after the answer: until then what was asked is what is shown. */
const SETTLE_MS = 150;
const NOTHING: SimulationRows = { state: null, boards: [], loads: [], trouble: null };

export function useSimulation(): Simulation {
  const { data, error } = useTopic(SIMULATION_TOPIC);
  const [pending, setPending] = useState<readonly SimulationAction[]>([]);
  const [report, setReport] = useState<Report | null>(null);
  const latest = useRef<SimulationAction | null>(null);
  const rows = data === undefined ? NOTHING : simulationOf(data.rows);
  const trouble = rows.trouble ?? (error === null ? null : { message: error.message });

  const act = async (action: SimulationAction): Promise<boolean> => {
    latest.current = action;
    setPending((others) => [...others, action]);
    const say = (next: Report): void => (latest.current === action ? setReport(next) : undefined);
    try {
      const { done } = await runSimulationAction(action);
      say({ text: done, failed: false });
      return true;
    } catch (failure) {
      say({ text: `Not done: ${failure instanceof Error ? failure.message : String(failure)}`, failed: true });
      return false;
    } finally {
      setTimeout(() => setPending((others) => others.filter((other) => other !== action)), SETTLE_MS);
    }
  };
  return { ...rows, trouble, pending, report, act };
}
