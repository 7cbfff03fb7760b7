// Where a text occurs in a log's lines.
import type { LogLine } from '#lib/queries/logs/log-buffer.ts';

export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Indexes of the lines that hold it, in whatever case; none for an empty text. */
export function linesWith(lines: readonly LogLine[], text: string): number[] {
  const wanted = text.toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, index) => (line.text.toLowerCase().includes(wanted) ? [index] : []));
}

/** The line cut where the text begins and ends. */
export function piecesOf(line: string, text: string): Piece[] {
  const wanted = text.toLowerCase();
  const lower = line.toLowerCase();
  // A few letters are longer in lower case: then the places would be others, and nothing is marked.
  if (wanted === '' || lower.length !== line.length) return [{ text: line, isMatch: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push({ text: line.slice(from, at), isMatch: false });
    from = at + wanted.length;
    pieces.push({ text: line.slice(at, from), isMatch: true });
  }
  if (from < line.length) pieces.push({ text: line.slice(from), isMatch: false });
  return pieces;
}
