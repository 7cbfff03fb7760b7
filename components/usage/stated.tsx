// A cell of amounts that somebody stated; a dash where nobody did, which a screen reader hears in words.

interface StatedProps {
  text: string | null;
  /** Instead of the dash, for screen readers. */
  none: string;
}

export function Stated({ text, none }: StatedProps) {
  if (text !== null) return text;
  return (
    <span className="text-ink-2">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{none}</span>
    </span>
  );
}
