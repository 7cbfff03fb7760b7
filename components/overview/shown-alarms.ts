// Which alarms the strip has room for: of each kind the gravest before a second of any, so that none hides the others.
import type { AlarmView } from '#lib/model/overview/overview-view.ts';

/** More would push the rack off the screen. */
export const SHOWN_MAX = 4;

/** In the order they came in; with one line left for the count where not all fit. */
export function shownAlarms(alarms: readonly AlarmView[]): readonly AlarmView[] {
  if (alarms.length <= SHOWN_MAX) return alarms;
  const seen = new Set<AlarmView['kind']>();
  const isFirst = ({ kind }: AlarmView) => !seen.has(kind) && seen.add(kind).has(kind);
  const firsts = alarms.filter(isFirst);
  const others = alarms.filter((alarm) => !firsts.includes(alarm));
  const chosen = new Set([...firsts, ...others].slice(0, SHOWN_MAX - 1));
  return alarms.filter((alarm) => chosen.has(alarm));
}
