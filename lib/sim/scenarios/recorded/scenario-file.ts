// A scenario named by the path of a recording.
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Scenario } from '../scenario.ts';
import { parseRecording, RecordingError } from './recording.ts';
import { recordedScenario } from './replay.ts';

const EXTENSION = '.jsonl';
/** A Service's name is at most this long, and so is this: it becomes a context in a kubeconfig. */
const NAME_MAX = 63;

/** Whether `--scenario` names a file and not a scenario of the catalogue. */
export function isScenarioFile(text: string): boolean {
  return text.includes('/') || text.endsWith(EXTENSION);
}

/** Throws a RecordingError that says what is wrong with the file and what to do. */
export async function readScenarioFile(path: string): Promise<Scenario> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const what = code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${code})`;
    throw new RecordingError(`${what}: name a recording that npm run record has written`);
  }
  try {
    return recordedScenario(nameOf(path), parseRecording(text));
  } catch (error) {
    if (error instanceof RecordingError) throw new RecordingError(`${path}: ${error.message}`);
    throw error;
  }
}

/** `recorded-home` for `./home.jsonl`: a scenario of the catalogue is never hidden. */
function nameOf(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `recorded-${name}`.slice(0, NAME_MAX).replace(/-+$/, '');
}
