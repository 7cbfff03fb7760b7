// Cases that the rules here once judged otherwise than Kubernetes does, with what Kubernetes answers: files, for tests
// that have no Go.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Answer, Question as AutoscalerQuestion } from '../difference/autoscaler/question.ts';
import type { Question, Verdict } from '../difference/question.ts';

export interface SchedulerVector {
  /** What it is about, as a sentence about the scheduler. */
  what: string;
  question: Question;
  /** The real scheduler's, one per pod. */
  verdicts: Verdict[];
}

export interface AutoscalerVector {
  /** What it is about, as a sentence about the autoscaler. */
  what: string;
  question: AutoscalerQuestion;
  /** The real controller's. */
  answer: Answer;
}

export const SCHEDULER_VECTORS = join(import.meta.dirname, 'scheduler');
export const AUTOSCALER_VECTORS = join(import.meta.dirname, 'autoscaler');

export function schedulerVectors(): { file: string; vector: SchedulerVector }[] {
  return vectorsIn<SchedulerVector>(SCHEDULER_VECTORS);
}

export function autoscalerVectors(): { file: string; vector: AutoscalerVector }[] {
  return vectorsIn<AutoscalerVector>(AUTOSCALER_VECTORS);
}

function vectorsIn<T>(directory: string): { file: string; vector: T }[] {
  return readdirSync(directory)
    .sort()
    .map((file) => ({ file, vector: parse(readFileSync(join(directory, file), 'utf8')) as T }));
}
