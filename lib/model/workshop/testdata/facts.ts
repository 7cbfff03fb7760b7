// Facts of a small cluster for the tests of this folder: all known, unless a test says otherwise.
import type { WorkshopFacts } from '../facts.ts';
import { known } from '../known.ts';

export const NOW_MS = Date.parse('2026-11-23T09:00:00Z');

export function facts(more: Partial<WorkshopFacts> = {}): WorkshopFacts {
  const none = known([]);
  return {
    nowMs: NOW_MS,
    server: known({ gitVersion: 'v1.37.2', minor: 37, flavour: 'plain' }),
    nodes: none,
    pods: none,
    workloads: none,
    namespaces: none,
    services: none,
    budgets: none,
    claims: none,
    volumes: none,
    storageClasses: none,
    apiServices: none,
    standing: { objects: [], unread: [] },
    access: none,
    clocks: none,
    kubeletCertificates: known('signed'),
    usedMemoryBytes: known(new Map()),
    objects: new Map(),
    dryRuns: new Map(),
    journal: known(null),
    ...more,
  };
}
