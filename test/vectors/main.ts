// `npm run vectors`: asks the real scheduler's framework about every case again, and writes its answers into the files.
// A new case is a file with `what` and `question`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { controlPlaneBinaries, programPath } from '../control-plane/binaries.ts';
import { askScheduler } from '../difference/oracle.ts';
import { SCHEDULER_VECTORS, schedulerVectors } from './vector.ts';

const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
if (binaries === null) process.exit(1);
const vectors = schedulerVectors();
const answers = await askScheduler(
  programPath(binaries, 'oracle'),
  vectors.map(({ vector }) => vector.question),
);
for (const [index, { file, vector }] of vectors.entries()) {
  const { what, question } = vector;
  const text = stringify(
    { what, question, verdicts: answers[index] },
    { lineWidth: 120, aliasDuplicateObjects: false },
  );
  writeFileSync(join(SCHEDULER_VECTORS, file), text);
}
process.stdout.write(`${vectors.length} cases answered\n`);
