// Events as recorders leave them, for what happened before the first instant.
import type { Event } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { type Age, ageMs, ago, type Ground, meta } from './ground.ts';

export interface Note {
  about: KubeObject;
  age: Age;
  /** After `age`. */
  laterMs?: number;
  reason: string;
  message: string;
  component: string;
  host?: string;
  fieldPath?: string;
  type?: 'Normal' | 'Warning';
}

export function eventObjects(ground: Ground, notes: readonly Note[]): Event[] {
  return notes.map((note, index) => event(ground, note, index));
}

function event(ground: Ground, note: Note, index: number): Event {
  const { about, age, laterMs = 0, reason, message, component, host, fieldPath, type = 'Normal' } = note;
  const at = ago(ground, age, laterMs);
  const namespace = about.metadata?.namespace;
  // Named by the moment in nanoseconds, as client-go's recorder does.
  const moment = BigInt(ground.nowMs - ageMs(age) + laterMs) * 1_000_000n + BigInt(index);
  const name = `${about.metadata?.name}.${moment.toString(16)}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { ...meta(ground, { name, namespace: namespace ?? 'default', age }), creationTimestamp: at },
    involvedObject: {
      ...(about.apiVersion === undefined ? {} : { apiVersion: about.apiVersion }),
      ...(about.kind === undefined ? {} : { kind: about.kind }),
      ...(about.metadata?.name === undefined ? {} : { name: about.metadata.name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(about.metadata?.uid === undefined ? {} : { uid: about.metadata.uid }),
      ...(fieldPath === undefined ? {} : { fieldPath }),
    },
    reason,
    message,
    source: host === undefined ? { component } : { component, host },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    type,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
}

/** That a node joined: the node controller saw it, and its kubelet called it ready. */
export function joined(node: KubeObject, age: Age): Note[] {
  const name = node.metadata?.name ?? '';
  return [
    {
      about: node,
      age,
      laterMs: 2_000,
      reason: 'RegisteredNode',
      message: `Node ${name} event: Registered Node ${name} in Controller`,
      component: 'node-controller',
    },
    {
      about: node,
      age,
      laterMs: 20_000,
      reason: 'NodeReady',
      message: `Node ${name} status is now: NodeReady`,
      component: 'kubelet',
      host: name,
    },
  ];
}
