// What is wrong with a board, in words: what really breaks racks of small boards is voltage and heat.

export interface BoardHealthView {
  /** `under-voltage: its power supply is too weak; throttled: its clock is held down`. */
  words: string;
  /** When this server first saw it, ISO 8601. */
  since: string;
}

/** As a source tells it; each null where it does not. */
export interface BoardSigns {
  temperatureCelsius: number | null;
  underVoltage: boolean | null;
  throttled: boolean | null;
  diskFreeBytes: number | null;
  diskSizeBytes: number | null;
}

/** A Raspberry Pi holds its clock down from 80 °C on, hard from 85 °C. */
const HOT_CELSIUS = 80;
/** Below it the kubelet begins to evict (nodefs.available<10%, its default hard threshold). */
const DISK_FREE_SHARE = 0.1;

/** Null where nothing is wrong as far as is told. */
export function boardHealth(signs: BoardSigns): string | null {
  const { temperatureCelsius, underVoltage, throttled, diskFreeBytes, diskSizeBytes } = signs;
  const isHot = temperatureCelsius !== null && temperatureCelsius >= HOT_CELSIUS;
  const words: string[] = [];
  if (underVoltage === true) words.push('under-voltage: its power supply is too weak');
  if (throttled === true) words.push('throttled: its clock is held down');
  // The temperature itself would make other words every half minute.
  if (isHot) words.push(`hot: ${HOT_CELSIUS} °C or more`);
  if (diskFreeBytes !== null && diskSizeBytes !== null && diskFreeBytes < diskSizeBytes * DISK_FREE_SHARE) {
    words.push('storage nearly full: less than 10 % of its card or disk is free');
  }
  return words.length === 0 ? null : words.join('; ');
}
