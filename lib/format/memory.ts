// Memory as text: mebibytes as `kubectl top` prints them, and a size for people.

const MEBIBYTE = 1024 ** 2;
const GIBIBYTE = 1024 ** 3;
const UNITS = ['B', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** `487Mi`; what is beyond whole mebibytes is cut off, as kubectl does. */
export function formatMemory(bytes: number): string {
  return `${Math.trunc(bytes / MEBIBYTE)}Mi`;
}

/** `1.9`, `0.47`, `43`: gibibytes, for what is drawn. */
export function formatGibibytes(bytes: number): string {
  const amount = bytes / GIBIBYTE;
  return String(Number(amount.toFixed(amount < 1 ? 2 : amount < 10 ? 1 : 0)));
}

/** `1.3Gi`, `855Mi`, `12Gi`: three figures at most, for sizes of boards, disks and images. */
export function formatSize(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (Math.abs(amount) >= 1000 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  const digits = unit > 0 && Math.abs(amount) < 10 ? 1 : 0;
  return `${Number(amount.toFixed(digits))}${UNITS[unit] ?? ''}`;
}
