// Where two answers differ, one line each, as a person would say it.

const SHOWN_MAX = 12;
const TEXT_MAX = 160;

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
  if (Array.isArray(simulated) && Array.isArray(real) && simulated.length === real.length) {
    for (const [index, item] of simulated.entries()) compare(`${path}[${index}]`, item, real[index], found);
    return;
  }
  found.push(`${path || 'answer'}: simulated ${shown(simulated)}, real ${shown(real)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, TEXT_MAX);
}
