'use client';
// The numbers of the graphs to take along.
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { csvOf } from '#lib/model/usage/graph/graph-csv.ts';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';

const SAID_FOR_MS = 2_000;

export function CopyCsv({ view }: { view: UsageGraphView }) {
  const [copied, setCopied] = useState(false);
  /** Where the browser keeps the clipboard to itself: to be copied by hand. */
  const [csv, setCsv] = useState<string | null>(null);
  const copy = (): void => {
    const text = csvOf(view);
    writeClipboard(text)
      .then(() => {
        setCopied(true);
        setTimeout(() => setCopied(false), SAID_FOR_MS);
      })
      .catch(() => setCsv(text));
  };
  return (
    <>
      <Button onClick={copy}>
        <span aria-live="polite">{copied ? 'Copied' : 'Copy CSV'}</span>
      </Button>
      {csv === null ? null : (
        <Dialog title="Numbers of the graphs as CSV" onClose={() => setCsv(null)}>
          <p className="text-ink-2">This browser gives the clipboard to secure pages only: copy it from here.</p>
          <textarea
            aria-label="CSV"
            className="h-60 w-full rounded border border-line-2 bg-paper p-2 font-mono"
            readOnly
            spellCheck={false}
            value={csv}
            onFocus={(event) => event.currentTarget.select()}
          />
        </Dialog>
      )}
    </>
  );
}

/** On a page that is not secure there is no clipboard at all: that fails as a refusal does. */
async function writeClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
