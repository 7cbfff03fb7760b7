// A cluster without a single node: what a dashboard shows before the first board has joined.
import type { Scenario } from './scenario.ts';

export const empty: Scenario = {
  name: 'empty',
  title: 'A control plane without boards',
  summary: 'A control plane that no board has joined yet.',
  build: ({ nowMs }) => ({ startMs: nowMs, objects: [], boards: [], images: [] }),
};
