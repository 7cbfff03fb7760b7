import { expect, it } from 'vitest';
import type { AlarmView } from '#lib/model/overview/overview-view.ts';
import { SHOWN_MAX, shownAlarms } from './shown-alarms.ts';

const SINCE = '2017-03-30T11:59:20Z';
const example = { namespace: 'default', name: 'a' };
const gone = (node: string): AlarmView => ({
  kind: 'node-not-ready',
  severity: 'error',
  node,
  since: SINCE,
  podsLeaving: 0,
  leaveAt: null,
});
const failing = (reason: string): AlarmView => ({ kind: 'pods-failing', severity: 'error', count: 1, reason, example });
const pending: AlarmView = { kind: 'pods-pending', severity: 'warning', count: 1, since: SINCE, example };

it('shows all where they fit', () => {
  const alarms = [gone('a'), gone('b'), failing('Error'), pending];
  expect(shownAlarms(alarms)).toEqual(alarms);
});

it('hides no kind behind many of another, and keeps their order', () => {
  const rack = Array.from({ length: 50 }, (_, index) => gone(`n${index}`));
  expect(shownAlarms([...rack, failing('Error'), failing('ErrImagePull'), pending])).toEqual([
    gone('n0'),
    failing('Error'),
    pending,
  ]);
  expect(shownAlarms(rack)).toEqual(rack.slice(0, SHOWN_MAX - 1));
});
