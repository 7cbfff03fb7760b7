import { describe, expect, it } from 'vitest';
import { differences } from '../difference/compare.ts';
import { ourVerdicts } from '../difference/ours.ts';
import { schedulerVectors } from './vector.ts';

describe('where the rules once differed from the scheduler', () => {
  it.each(schedulerVectors().map(({ vector }) => vector))('$what', ({ question, verdicts }) => {
    const ours = ourVerdicts(question);
    expect(verdicts.length).toBe(question.judge.length);
    expect(verdicts.flatMap((real, index) => (ours[index] ? differences(ours[index], real) : ['no verdict']))).toEqual(
      [],
    );
  });
});
