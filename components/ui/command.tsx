'use client';
// A command to read and to take along.
import { type ReactNode, useState } from 'react';

const COPIED_FOR_MS = 2_000;

interface CommandProps {
  text: string;
  /** What it is where it is no command. */
  what?: string;
}

export function Command({ text, what = 'command' }: CommandProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = (): void => {
    navigator.clipboard
      .writeText(text)
      .then(() => setCopied('yes'))
      // Browsers give the clipboard to secure pages only: the text can still be selected.
      .catch(() => setCopied('refused'))
      .finally(() => setTimeout(() => setCopied('no'), COPIED_FOR_MS));
  };
  return (
    <div className="flex items-start gap-2 rounded border border-line bg-bench py-1.5 pr-1.5 pl-3">
      <code className="min-w-0 grow py-0.5 break-words whitespace-pre-wrap select-all">{unbroken(text)}</code>
      <button
        type="button"
        onClick={copy}
        className="shrink-0 rounded border border-line-2 bg-paper px-2 text-ink-2 hover:text-ink"
        aria-label={`Copy the ${what}`}
      >
        <span aria-live="polite">{copied === 'yes' ? 'copied' : copied === 'refused' ? 'select it' : 'copy'}</span>
      </button>
    </div>
  );
}

/** Lines break between words only: a flag cut at its dashes is another flag. */
function unbroken(text: string): ReactNode[] {
  return text.split(/(\s+)/).map((word, index) =>
    word.trim() === '' ? (
      word
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one text have no identity but their place
      <span key={index} className="inline-block max-w-full break-all">
        {word}
      </span>
    ),
  );
}
