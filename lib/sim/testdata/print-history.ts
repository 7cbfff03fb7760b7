// The history of a scenario as one line of JSON: `node print-history.ts SCENARIO SEED`.
import { historyOf } from './history.ts';

const [scenario = 'empty', seed = '1'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await historyOf(scenario, Number(seed)))}\n`);
