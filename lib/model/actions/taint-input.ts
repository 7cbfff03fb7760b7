// A taint that is there, as what is done about it: taken away, or tolerated.
import type { Toleration } from 'kubernetes-types/core/v1';
import { isTaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import type { TaintInput } from './node-action.ts';

/** Null where its effect is none that is known. */
export function taintInput(taint: { key: string; value: string | null; effect: string }): TaintInput | null {
  const { key, value, effect } = taint;
  return isTaintEffect(effect) ? { key, value: value ?? '', effect } : null;
}

/** Tolerates this one and no other. */
export function tolerationOf({ key, value, effect }: TaintInput): Toleration {
  return value === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}
