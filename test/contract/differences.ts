// Where two answers differ, one line each, as a person would say it.

const SHOWN_MAX = 12;
const TEXT_MAX = 300;
const LINES_SHOWN = 2;

export function differences(simulated: unknown, real: unknown): string[] {
  const found: string[] = [];
  compare('', simulated, real, found);
  return found.slice(0, SHOWN_MAX);
}

function compare(path: string, simulated: unknown, real: unknown, found: string[]): void {
  if (Object.is(simulated, real)) return;
  if (isRecord(simulated) && isRecord(real)) {
    for (const key of new Set([...Object.keys(simulated), ...Object.keys(real)]))
      compare(`${path}.${key}`, simulated[key], real[key], found);
    return;
  }
  if (typeof simulated === 'string' && typeof real === 'string' && `${simulated}${real}`.includes('\n')) {
    compareLines(path, simulated.split('\n'), real.split('\n'), found);
    return;
  }
  if (Array.isArray(simulated) && Array.isArray(real) && simulated.length === real.length) {
    for (const [index, item] of simulated.entries()) compare(`${path}[${index}]`, item, real[index], found);
    return;
  }
  found.push(`${path || 'answer'}: simulated ${shown(simulated)}, real ${shown(real)}`);
}

/** Printed text: where it begins to differ, and the line after. */
function compareLines(path: string, simulated: readonly string[], real: readonly string[], found: string[]): void {
  const first = simulated.findIndex((line, index) => line !== real[index]);
  const at = first === -1 ? simulated.length : first;
  const near = (lines: readonly string[]) => lines.slice(at, at + LINES_SHOWN).join('\n');
  found.push(`${path} line ${at + 1}: simulated ${shown(near(simulated))}, real ${shown(near(real))}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, TEXT_MAX);
}
