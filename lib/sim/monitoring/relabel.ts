// Relabelling as far as the configurations here use it: keep, drop and replace (prometheus model/relabel/relabel.go).
import type { Labels } from './promql/syntax-tree.ts';

export interface Relabelling {
  action?: string | undefined;
  source_labels?: readonly string[] | undefined;
  separator?: string | undefined;
  /** One that a RegExp can be made of. */
  regex?: string | undefined;
  replacement?: string | undefined;
  target_label?: string | undefined;
}

/** What is left of the labels; null where the target is dropped. Steps of other actions change nothing. */
export function relabelled(labels: Labels, steps: readonly Relabelling[]): Labels | null {
  const own: Record<string, string> = { ...labels };
  for (const step of steps) {
    const { action = 'replace', source_labels = [], separator = ';', regex = '(.*)', replacement = '$1' } = step;
    const value = source_labels.map((name) => own[name] ?? '').join(separator);
    const match = new RegExp(`^(?:${regex})$`, 's').exec(value);
    if ((action === 'keep' && match === null) || (action === 'drop' && match !== null)) return null;
    if (action !== 'replace' || match === null || step.target_label === undefined) continue;
    const text = replacement.replace(
      /\$(?:\{(\d+)\}|(\d+))/g,
      (_all, braced, bare) => match[Number(braced ?? bare)] ?? '',
    );
    if (text === '') delete own[step.target_label];
    else own[step.target_label] = text;
  }
  return own;
}

/** Labels that begin so are gone once a target is made of them. */
const INTERNAL = '__';

export function publicLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith(INTERNAL)));
}

/** A name of a label that metrics may have: `app_kubernetes_io_name`. */
export function labelName(text: string): string {
  return text.replace(/[^a-zA-Z0-9_]/g, '_');
}
