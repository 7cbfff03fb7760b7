import { describe, expect, it } from 'vitest';
import { differences as autoscalerDifferences } from '../difference/autoscaler/compare.ts';
import { ourAnswer } from '../difference/autoscaler/ours.ts';
import { differences } from '../difference/compare.ts';
import { ourVerdicts } from '../difference/ours.ts';
import { autoscalerVectors, schedulerVectors } from './vector.ts';

describe('where the rules once differed from the scheduler', () => {
  it.each(schedulerVectors().map(({ vector }) => vector))('$what', ({ question, verdicts }) => {
    const ours = ourVerdicts(question);
    expect(verdicts.length).toBe(question.judge.length);
    expect(verdicts.flatMap((real, index) => (ours[index] ? differences(ours[index], real) : ['no verdict']))).toEqual(
      [],
    );
  });
});

describe('where the rules once differed from the autoscaler', () => {
  it.each(autoscalerVectors().map(({ vector }) => vector))('$what', ({ question, answer }) => {
    expect(answer.looks.length).toBe(question.looks.length);
    expect(autoscalerDifferences(ourAnswer(question), answer)).toEqual([]);
  });
});
