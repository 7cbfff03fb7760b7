// A cluster without a single node: what a dashboard shows before the first board has joined.
import type { Scenario } from './scenario.ts';

export const empty: Scenario = {
  name: 'empty',
  title: 'A control plane without boards',
  summary: 'Nothing has joined yet: what is to be seen before the first board has.',
  build: ({ nowMs }) => ({ startMs: nowMs, objects: [], boards: [], images: [] }),
};
