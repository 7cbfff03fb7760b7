// Words in which a flag of a command line (`--kubelet-insecure-tls`) is never broken over two lines.

const FLAG = /(--[a-z][a-z0-9-]+)/;

export function WithFlags({ words }: { words: string }) {
  // Every other piece is a flag; the same words give the same pieces.
  return words.split(FLAG).map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <span key={piece} className="whitespace-nowrap">
        {piece}
      </span>
    ),
  );
}
