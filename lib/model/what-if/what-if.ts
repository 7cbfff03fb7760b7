// What would become of the cluster: fates of pods, boards before and after, and sentences about them. Changes nothing.
import type { SupposableAction } from '../actions/cluster-action.ts';
import { boardView } from '../overview/board.ts';
import type { BoardView } from '../overview/overview-view.ts';
import type { FateKind, PodFate, Supposition, WhatIfView } from '../placement/what-if-view.ts';
import { NO_CHANCE } from './chance.ts';
import { commandOf } from './command-of.ts';
import { notModelled } from './not-modelled.ts';
import { outcomeOf } from './plays.ts';
import { Scene } from './scene.ts';
import { summaryOf } from './summary.ts';
import type { SupposedCluster } from './supposed-cluster.ts';

const NO_MEASURES = { source: { state: 'absent', message: 'not supposed' }, byNode: new Map() } as const;

/** @throws {SuppositionError} */
export function whatIf(cluster: SupposedCluster, suppositions: readonly Supposition[]): WhatIfView {
  const outcome = outcomeOf(cluster, suppositions);
  const actions = suppositions.flatMap((one): SupposableAction[] => (one.suppose === 'action' ? [one.action] : []));
  return {
    before: boards(new Scene(cluster, NO_CHANCE)),
    after: boards(outcome.scene),
    pods: [...outcome.fates].sort(byGravity),
    summary: summaryOf(outcome),
    kubectl: actions.map(commandOf),
    actions: actions.length === suppositions.length ? actions : [],
    notModelled: notModelled(cluster, suppositions, outcome.restless),
  };
}

const GRAVITY: readonly FateKind[] = ['stuck', 'held', 'lost', 'stays-down', 'moves', 'removed', 'added', 'placed'];

function byGravity(a: PodFate, b: PodFate): number {
  return (
    Number(a.anyway) - Number(b.anyway) ||
    GRAVITY.indexOf(a.fate) - GRAVITY.indexOf(b.fate) ||
    a.afterSeconds - b.afterSeconds ||
    (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1)
  );
}

function boards(scene: Scene): BoardView[] {
  return Array.from(scene.places.values(), ({ record, actors }) => {
    const pods = [...actors].map((actor) => actor.record);
    return boardView(record, pods, NO_MEASURES);
  });
}
