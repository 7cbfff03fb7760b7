// Takes out of API objects what a dashboard has no business showing: bookkeeping, and values that may be credentials.
import { HIDDEN } from '#lib/format/without-secrets.ts';

/** kubectl's copy of everything that was applied, environment and all. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Deeper than any API object; JSON from a hostile aggregated server must not exhaust the stack. */
const DEPTH_MAX = 64;

/** A copy without managedFields, with the literal values of environment variables hidden. */
export function redacted(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === 'managedFields' || key === LAST_APPLIED) continue;
    result[key] = key === 'env' && Array.isArray(field) ? field.map(hiddenVariable) : redacted(field, depth + 1);
  }
  return result;
}

/** What is left of a Secret or a list of them: names, labels, ages; no annotations, which tools fill with its data. */
export function metadataOnly(value: unknown): unknown {
  if (!isRecord(value)) return null;
  const { apiVersion, kind, metadata, items } = value;
  if (Array.isArray(items)) return { apiVersion, kind, metadata, items: items.map(metadataOnly) };
  const { annotations: _annotations, managedFields: _fields, ...rest } = isRecord(metadata) ? metadata : {};
  return { apiVersion, kind, metadata: rest };
}

function hiddenVariable(variable: unknown): unknown {
  if (!isRecord(variable)) return HIDDEN;
  return 'value' in variable ? { ...variable, value: HIDDEN } : variable;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
