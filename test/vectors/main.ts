// `npm run vectors`: asks the real scheduler's framework and the real autoscaler's controller about every case again, and
// writes their answers into the files. A new case is a file with `what` and `question`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { askAutoscaler } from '../difference/autoscaler/compare-autoscalers.ts';
import { askScheduler } from '../difference/oracle.ts';
import { AUTOSCALER_VECTORS, autoscalerVectors, SCHEDULER_VECTORS, schedulerVectors } from './vector.ts';

const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
if (binaries === null) process.exit(1);
const oracle = programPath(binaries, 'oracle');

const scheduler = schedulerVectors();
const verdicts = await askScheduler(
  oracle,
  scheduler.map(({ vector }) => vector.question),
);
for (const [index, { file, vector }] of scheduler.entries()) {
  const { what, question } = vector;
  write(join(SCHEDULER_VECTORS, file), { what, question, verdicts: verdicts[index] });
}

const autoscaler = autoscalerVectors();
const answers = await askAutoscaler(
  oracle,
  autoscaler.map(({ vector }) => vector.question),
);
for (const [index, { file, vector }] of autoscaler.entries()) {
  const { what, question } = vector;
  write(join(AUTOSCALER_VECTORS, file), { what, question, answer: answers[index] });
}
process.stdout.write(`${scheduler.length + autoscaler.length} cases answered\n`);

function write(path: string, content: object): void {
  writeFileSync(path, stringify(content, { lineWidth: 120, aliasDuplicateObjects: false }));
}
