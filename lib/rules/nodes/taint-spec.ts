// What `kubectl taint nodes x SPEC` understands: `key=value:Effect`, `key:Effect`, and with a trailing `-` for removal.
// Mirrors kubectl pkg/cmd/taint/utils.go, error texts included.
import { labelKeyErrors, labelValueErrors } from '../labels/label-syntax.ts';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export type TaintEffect = (typeof TAINT_EFFECTS)[number];

export type TaintSpec =
  | { remove: false; key: string; value: string; effect: TaintEffect }
  /** Without an effect every taint with the key goes. */
  | { remove: true; key: string; effect: TaintEffect | null };

export class TaintSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TaintSpecError';
  }
}

/** The API knows no other effect; a later version might. */
export function isTaintEffect(text: string): text is TaintEffect {
  return (TAINT_EFFECTS as readonly string[]).includes(text);
}

/** @throws {TaintSpecError} in kubectl's words. */
export function parseTaintSpec(spec: string): TaintSpec {
  if (spec.endsWith('-')) {
    const { key, effect } = parse(spec.slice(0, -1));
    return { remove: true, key, effect: effect === '' ? null : effect };
  }
  const { effect, ...rest } = parse(spec);
  if (effect === '') throw new TaintSpecError(`invalid taint spec: ${spec}`);
  return { remove: false, ...rest, effect };
}

function parse(spec: string): { key: string; value: string; effect: TaintEffect | '' } {
  const [left = '', effect = '', ...more] = spec.split(':');
  if (more.length > 0) throw new TaintSpecError(`invalid taint spec: ${spec}`);
  let key = left;
  let value = '';
  let known: TaintEffect | '' = '';
  if (spec.includes(':')) {
    if (!isTaintEffect(effect)) {
      throw new TaintSpecError(`invalid taint effect: ${effect}, unsupported taint effect`);
    }
    known = effect;
    const parts = left.split('=');
    if (parts.length > 2) throw new TaintSpecError(`invalid taint spec: ${spec}`);
    key = parts[0] ?? '';
    value = parts[1] ?? '';
    refuse(spec, labelValueErrors(value));
  }
  refuse(spec, labelKeyErrors(key));
  return { key, value, effect: known };
}

function refuse(spec: string, errors: readonly string[]): void {
  if (errors.length > 0) throw new TaintSpecError(`invalid taint spec: ${spec}, ${errors.join('; ')}`);
}
