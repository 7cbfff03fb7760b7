import 'server-only';
// The end of a log as a reason: few lines, none of them long, without terminal codes and without what looks like a secret.
import { stripVTControlCharacters } from 'node:util';
import { withoutSecrets } from '#lib/format/without-secrets.ts';

const LINES_MAX = 10;
const LINE_CHARS_MAX = 200;
/** All but the tab. */
const CONTROL = /[^\P{Cc}\t]/gu;

/** The oldest first; lines with nothing on them do not count. */
export function lastWords(text: string): string[] {
  return text
    .split('\n')
    .map((line) => stripVTControlCharacters(line).replace(CONTROL, '').trimEnd())
    .filter((line) => line !== '')
    .slice(-LINES_MAX)
    .map((line) => cut(withoutSecrets(line)));
}

/** After what is secret is taken out: half of it is a secret still. */
function cut(line: string): string {
  return line.length <= LINE_CHARS_MAX ? line : `${line.slice(0, LINE_CHARS_MAX - 1)}…`;
}
