// Beside every choice: nobody chooses for themselves alone.

export function SharedNote() {
  return <p className="text-ink-2">What is chosen here holds for all who look at this workshop.</p>;
}
