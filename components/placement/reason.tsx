// The letter of an empty cell in its little box, with its word where there is room.
import type { ColumnNode, Density } from './column-layout.ts';
import { reasonSentence, reasonWord, type ShownVerdict } from './reason-words.ts';

interface ReasonProps {
  letter: ShownVerdict;
  node?: ColumnNode;
  density: Density;
}

export function Reason({ letter, node, density }: ReasonProps) {
  return (
    <span className="reason" title={reasonSentence(letter)}>
      <b className="reason-letter">{letter}</b>{' '}
      <span className={density === 'words' ? undefined : 'sr-only'}>{reasonWord(letter, node)}</span>
    </span>
  );
}
