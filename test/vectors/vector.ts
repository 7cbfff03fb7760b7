// Cases that the rules here once judged otherwise than Kubernetes does, with what Kubernetes answers: files, for tests
// that have no Go.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Question, Verdict } from '../difference/question.ts';

export interface SchedulerVector {
  /** What it is about, as a sentence about the scheduler. */
  what: string;
  question: Question;
  /** The real scheduler's, one per pod. */
  verdicts: Verdict[];
}

export const SCHEDULER_VECTORS = join(import.meta.dirname, 'scheduler');

export function schedulerVectors(): { file: string; vector: SchedulerVector }[] {
  return readdirSync(SCHEDULER_VECTORS)
    .sort()
    .map((file) => ({
      file,
      vector: parse(readFileSync(join(SCHEDULER_VECTORS, file), 'utf8')) as SchedulerVector,
    }));
}
