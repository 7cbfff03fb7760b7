// Lines for a terminal: indented, and broken between words where they would be too long.

const COLUMNS = 80;

/** `first` before the first line, and as much room before the others. What has no spaces is not broken. */
export function wrapped(text: string, first = ''): string[] {
  const room = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const longer = isEmpty ? line + word : `${line} ${word}`;
    if (!isEmpty && longer.length > COLUMNS) {
      lines.push(line);
      line = room + word;
    } else {
      line = longer;
    }
    isEmpty = false;
  }
  return [...lines, line];
}
