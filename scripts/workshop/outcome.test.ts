import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_JOURNAL, type Journal, type StepRecord } from '#lib/model/workshop/journal.ts';
import { suggestedChoices } from '#lib/model/workshop/suggested-choices.ts';
import { facts } from '#lib/model/workshop/testdata/facts.ts';
import { readCommand } from './arguments.ts';
import { outcomeOf } from './outcome.ts';
import type { Session } from './session.ts';

const CHOICES = suggestedChoices(facts());
const AT = '2026-11-23T09:00:00Z';
const RUN = { does: 'apply', steps: ['metrics'], choices: CHOICES, by: 'teacher@desk:1', startedAt: AT } as const;
/** No step of these tests is public: nothing is asked of it. */
const SESSION = {} as Session;

function journalWith(state: StepRecord['state']): Journal {
  const record = {
    step: 'metrics',
    state,
    startedAt: AT,
    endedAt: AT,
    message: null,
    choices: CHOICES,
    deeds: [],
  } as const;
  return { ...EMPTY_JOURNAL, steps: [record] };
}

describe('how a run ended', () => {
  let printed = '';
  beforeEach(() => {
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    ['apply', journalWith('applied'), false, 0, /^Done\.$/m],
    ['undo', journalWith('undone'), false, 0, /^Taken back\.$/m],
    ['apply', journalWith('failed'), false, 1, /^Failed at metrics\. .*apply --skip-wait metrics$/ms],
    ['apply', journalWith('failed'), true, 130, /^Stopped\. .*undo metrics$/ms],
    ['undo', journalWith('failed'), false, 1, /^Failed at metrics\. .*-- undo$/ms],
    ['apply', { ...journalWith('waiting'), run: RUN }, false, 1, /could not be noted.*-- apply\s+goes on/s],
  ] as const)('%s (%#)', async (name, journal, isStopped, exit, words) => {
    const command = readCommand([name]);
    if (command === 'help') throw new Error('nobody asked for help');
    expect(await outcomeOf(SESSION, { journal, isStopped }, ['metrics'], command)).toBe(exit);
    expect(printed).toMatch(words);
  });
});
