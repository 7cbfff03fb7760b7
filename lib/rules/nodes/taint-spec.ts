// What `kubectl taint nodes x SPEC` understands: `key=value:Effect`, `key:Effect`, and with a trailing `-` for removal.
// Mirrors kubectl pkg/cmd/taint/utils.go, error texts included.
import { labelKeyErrors, labelValueErrors } from '../labels/label-syntax.ts';

export type TaintSpec =
  | { remove: false; key: string; value: string; effect: string }
  /** Without an effect every taint with the key goes. */
  | { remove: true; key: string; effect: string | null };

export class TaintSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TaintSpecError';
  }
}

export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** @throws {TaintSpecError} in kubectl's words. */
export function parseTaintSpec(spec: string): TaintSpec {
  if (spec.endsWith('-')) {
    const { key, effect } = parse(spec.slice(0, -1));
    return { remove: true, key, effect: effect === '' ? null : effect };
  }
  const taint = parse(spec);
  if (taint.effect === '') throw new TaintSpecError(`invalid taint spec: ${spec}`);
  return { remove: false, ...taint };
}

function parse(spec: string): { key: string; value: string; effect: string } {
  const [left = '', effect = '', ...more] = spec.split(':');
  if (more.length > 0) throw new TaintSpecError(`invalid taint spec: ${spec}`);
  let key = left;
  let value = '';
  if (spec.includes(':')) {
    if (!TAINT_EFFECTS.includes(effect)) {
      throw new TaintSpecError(`invalid taint effect: ${effect}, unsupported taint effect`);
    }
    const parts = left.split('=');
    if (parts.length > 2) throw new TaintSpecError(`invalid taint spec: ${spec}`);
    key = parts[0] ?? '';
    value = parts[1] ?? '';
    refuse(spec, labelValueErrors(value));
  }
  refuse(spec, labelKeyErrors(key));
  return { key, value, effect };
}

function refuse(spec: string, errors: readonly string[]): void {
  if (errors.length > 0) throw new TaintSpecError(`invalid taint spec: ${spec}, ${errors.join('; ')}`);
}
