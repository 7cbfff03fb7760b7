import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../records/records.ts';
import { pod } from '../../testdata/cluster.ts';
import { event as eventAt } from '../../testdata/usage.ts';
import { graphMarks, MARKS_MAX, type MarkInput } from './marks.ts';

const DAY = '2026-01-01T';
const at = (time: string) => Date.parse(`${DAY}${time}Z`);
const span = { fromMs: at('12:00:00'), toMs: at('13:00:00') };

const event = (reason: string, about: string, time: string, message?: string): EventRecord =>
  eventAt(reason, about, `${DAY}${time}Z`, message);

function marksOf(input: Partial<MarkInput>): string[] {
  const marks = graphMarks({ events: [], pods: [], readiness: [], taints: [], nodeOf: () => 'pi5', ...input }, span);
  return marks.map(
    ({ kind, text, node, atMs }) => `${new Date(atMs).toISOString().slice(11, 19)} ${kind}: ${text} @${node}`,
  );
}

const scaled = (replicaSet: string, change: string, time: string) =>
  event('ScalingReplicaSet', 'Deployment/web', time, `Scaled up replica set ${replicaSet} ${change}`);

describe('marks on the time axis', () => {
  it.each<[string, Partial<MarkInput>, string[]]>([
    ['outside of the span', { events: [event('NodeNotReady', 'Node/pi5', '11:00:00')] }, []],
    [
      'a board that went and came back',
      { events: [event('NodeReady', 'Node/pi5', '12:20:00'), event('NodeNotReady', 'Node/pi5', '12:10:00')] },
      ['12:10:00 not-ready: pi5 NotReady @pi5', '12:20:00 ready: pi5 Ready @pi5'],
    ],
    [
      'seen and told of is one, at the time that was seen',
      {
        events: [event('NodeNotReady', 'Node/pi5', '12:10:20')],
        readiness: [{ node: 'pi5', atMs: at('12:10:00'), isReady: false }],
      },
      ['12:10:00 not-ready: pi5 NotReady @pi5'],
    ],
    [
      'scaling, as it is said today',
      { events: [scaled('web-5d7', 'from 2 to 4', '12:10:00')] },
      ['12:10:00 scale: web 2 → 4 @null'],
    ],
    [
      'and was said before',
      { events: [scaled('web-5d7', 'to 4 from 2', '12:10:00')] },
      ['12:10:00 scale: web 2 → 4 @null'],
    ],
    ['and before that', { events: [scaled('web-5d7', 'to 4', '12:10:00')] }, ['12:10:00 scale: web → 4 @null']],
    [
      'a climb in steps is one',
      {
        events: [
          scaled('web-5d7', 'from 2 to 4', '12:10:00'),
          scaled('web-5d7', 'from 4 to 5', '12:11:30'),
          scaled('web-5d7', 'from 5 to 8', '12:13:00'),
        ],
      },
      ['12:10:00 scale: web 2 → 8 @null'],
    ],
    [
      'down again is another, and so is what comes later',
      {
        events: [
          scaled('web-5d7', 'from 2 to 4', '12:10:00'),
          scaled('web-5d7', 'from 4 to 3', '12:10:30'),
          scaled('web-5d7', 'from 3 to 2', '12:40:00'),
        ],
      },
      ['12:10:00 scale: web 2 → 4 @null', '12:10:30 scale: web 4 → 3 @null', '12:40:00 scale: web 3 → 2 @null'],
    ],
    [
      'a roll-out is one, whatever is scaled in it',
      {
        events: [
          scaled('web-new', 'from 0 to 1', '12:10:00'),
          scaled('web-old', 'from 2 to 1', '12:10:05'),
          scaled('web-new', 'from 1 to 2', '12:10:07'),
        ],
      },
      ['12:10:00 deploy: web rolled out @null'],
    ],
    [
      'evictions at the same time are one',
      {
        events: [
          event('TaintManagerEviction', 'Pod/a', '12:10:00', 'Marking for deletion Pod default/a'),
          event('TaintManagerEviction', 'Pod/b', '12:10:01', 'Marking for deletion Pod default/b'),
          event('TaintManagerEviction', 'Pod/c', '12:10:01', 'Cancelling deletion of Pod default/c'),
          event('Evicted', 'Pod/d', '12:30:00', 'The node was low on resource: memory.'),
        ],
      },
      ['12:10:00 eviction: 2 pods evicted @pi5', '12:30:00 eviction: d evicted @pi5'],
    ],
    [
      'memory that ran out on a board',
      { events: [event('SystemOOM', 'Node/pi6', '12:10:00')] },
      ['12:10:00 oom-killed: pi6 out of memory @pi6'],
    ],
    [
      'a taint that somebody put there',
      { taints: [{ node: 'pi5', atMs: at('12:10:00'), text: 'pi5 tainted a=b:NoSchedule' }] },
      ['12:10:00 taint: pi5 tainted a=b:NoSchedule @pi5'],
    ],
  ])('%s', (_, input, expected) => expect(marksOf(input)).toEqual(expected));

  it('tells of a container that was killed for its memory', () => {
    const [container] = pod({ name: 'web-0', node: 'pi5' }).containers;
    if (container === undefined) throw new Error('a pod without containers');
    const ended = { exitCode: 137, reason: 'OOMKilled', message: '', at: `${DAY}12:10:00Z` };
    const killed = { ...pod({ name: 'web-0', node: 'pi5' }), containers: [{ ...container, ended }] };
    expect(marksOf({ pods: [killed] })).toEqual(['12:10:00 oom-killed: web-0 OOMKilled @pi5']);
  });

  it('keeps the newest of many', () => {
    const taints = Array.from({ length: 80 }, (_, index) => ({
      node: 'pi5',
      atMs: at('12:00:00') + index,
      text: `${index}`,
    }));
    const texts = marksOf({ taints });
    expect([texts.length, texts[0]]).toEqual([MARKS_MAX, '12:00:00 taint: 30 @pi5']);
  });
});
