// Tables of workloads (pkg/printers/internalversion/printers.go).
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Scale } from 'kubernetes-types/autoscaling/v1';
import type { ReplicationController } from 'kubernetes-types/core/v1';
import {
  AGE,
  ageOf,
  column,
  containerCells,
  labelsText,
  NAME,
  nameOf,
  type Printer,
  selectorText,
  selectorTextOr,
  wide,
} from './column.ts';

const CONTAINERS = [wide('Containers'), wide('Images')];

export const deployments: Printer<Deployment> = {
  columns: [NAME, column('Ready'), column('Up-to-date'), column('Available'), AGE, ...CONTAINERS, wide('Selector')],
  cells: (deployment, nowMs) => {
    const { spec, status } = deployment;
    return [
      nameOf(deployment),
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      ageOf(deployment, nowMs),
      ...containerCells(spec?.template.spec),
      selectorTextOr(spec?.selector, '<invalid>'),
    ];
  },
};

const REPLICA_COLUMNS = [
  NAME,
  column('Desired', 'integer'),
  column('Current', 'integer'),
  column('Ready', 'integer'),
  AGE,
  ...CONTAINERS,
  wide('Selector'),
];

export const replicationControllers: Printer<ReplicationController> = {
  columns: REPLICA_COLUMNS,
  cells: (one, nowMs) => [
    nameOf(one),
    one.spec?.replicas ?? 0,
    one.status?.replicas ?? 0,
    one.status?.readyReplicas ?? 0,
    ageOf(one, nowMs),
    ...containerCells(one.spec?.template?.spec),
    labelsText(one.spec?.selector),
  ],
};

export const replicaSets: Printer<ReplicaSet> = {
  columns: REPLICA_COLUMNS,
  cells: (set, nowMs) => [
    nameOf(set),
    set.spec?.replicas ?? 0,
    set.status?.replicas ?? 0,
    set.status?.readyReplicas ?? 0,
    ageOf(set, nowMs),
    ...containerCells(set.spec?.template?.spec),
    selectorText(set.spec?.selector),
  ],
};

export const daemonSets: Printer<DaemonSet> = {
  columns: [
    NAME,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    column('Up-to-date', 'integer'),
    column('Available', 'integer'),
    column('Node Selector'),
    AGE,
    ...CONTAINERS,
    wide('Selector'),
  ],
  cells: (set, nowMs) => {
    const { spec, status } = set;
    return [
      nameOf(set),
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      labelsText(spec?.template.spec?.nodeSelector),
      ageOf(set, nowMs),
      ...containerCells(spec?.template.spec),
      selectorText(spec?.selector),
    ];
  },
};

export const statefulSets: Printer<StatefulSet> = {
  columns: [NAME, column('Ready'), AGE, ...CONTAINERS],
  cells: (set, nowMs) => [
    nameOf(set),
    `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 0}`,
    ageOf(set, nowMs),
    ...containerCells(set.spec?.template.spec),
  ],
};

export const scales: Printer<Scale> = {
  columns: [column('Name'), column('Desired', 'integer'), column('Available', 'integer'), AGE],
  cells: (scale, nowMs) => [nameOf(scale), scale.spec?.replicas ?? 0, scale.status?.replicas ?? 0, ageOf(scale, nowMs)],
};
