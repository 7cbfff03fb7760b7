'use client';
// Above the lines: the search, what is shown of a line, and ways to take the log along.
import { type KeyboardEvent, useState } from 'react';
import { formatNumber } from '#lib/format/count.ts';
import type { LogLine } from '#lib/queries/logs/log-buffer.ts';
import type { LogChoice } from '#lib/queries/logs/log-follower.ts';

interface LogToolbarProps {
  choice: LogChoice;
  lines: readonly LogLine[];
  search: {
    text: string /** Lines that hold it. */;
    found: number /** Which of them it stands at. */;
    at: number | null;
  };
  onSearch: (text: string) => void;
  onStep: (by: number) => void;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  times: boolean;
  onTimes: (times: boolean) => void;
}

export function LogToolbar(props: LogToolbarProps) {
  const { choice, lines, search, onSearch, onStep, wrap, onWrap, times, onTimes } = props;
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && search.text !== '') onSearch('');
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2">
      <search className="flex items-center gap-2">
        <input
          type="text"
          aria-label="Search the log"
          placeholder="Search"
          value={search.text}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={keys}
          className="h-8 w-44 rounded border border-line-2 bg-paper px-2 placeholder:text-ink-2"
        />
        <Step words="Line before" sign="↑" disabled={search.found === 0} onClick={() => onStep(-1)} />
        <Step words="Line after" sign="↓" disabled={search.found === 0} onClick={() => onStep(1)} />
        <span role="status" className="text-ink-2 empty:hidden">
          {foundText(search)}
        </span>
      </search>
      <span className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-1">
        <Toggle words="wrap" checked={wrap} onChange={onWrap} />
        <Toggle words="times" checked={times} onChange={onTimes} />
        <CopyLines lines={lines} times={times} />
        <a href={downloadHref(choice)} download={`${choice.pod}-${choice.container}.log`} className="underline">
          download
        </a>
      </span>
    </div>
  );
}

interface StepProps {
  words: string;
  sign: string;
  disabled: boolean;
  onClick: () => void;
}

function Step({ words, sign, disabled, onClick }: StepProps) {
  return (
    <button
      type="button"
      aria-label={words}
      disabled={disabled}
      onClick={onClick}
      className="size-8 rounded border border-line-2 hover:bg-bench disabled:text-ink-2"
    >
      {sign}
    </button>
  );
}

function Toggle({ words, checked, onChange }: { words: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex items-center gap-1.5">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {words}
    </label>
  );
}

const COPIED_FOR_MS = 2_000;

function CopyLines({ lines, times }: { lines: readonly LogLine[]; times: boolean }) {
  const [words, setWords] = useState('copy');
  const copy = (): void => {
    const text = lines.map((line) => `${times && line.at !== null ? `${line.at} ` : ''}${line.text}\n`).join('');
    navigator.clipboard
      .writeText(text)
      .then(() => setWords('copied'))
      // Browsers give the clipboard to secure pages only.
      .catch(() => setWords('not allowed here'))
      .finally(() => setTimeout(() => setWords('copy'), COPIED_FOR_MS));
  };
  return (
    <button type="button" onClick={copy} className="underline" aria-label="Copy the lines">
      <span aria-live="polite">{words}</span>
    </button>
  );
}

function foundText({ text, found, at }: LogToolbarProps['search']): string {
  if (text === '') return '';
  if (found === 0 || at === null) return 'in no line';
  return `${formatNumber(at + 1)} of ${formatNumber(found)} ${found === 1 ? 'line' : 'lines'}`;
}

/** As many lines as there are to be had, with their times. */
function downloadHref({ namespace, pod, container, previous }: LogChoice): string {
  const query = new URLSearchParams({ container, timestamps: 'true', ...(previous ? { previous: 'true' } : {}) });
  return `/api/logs/${namespace}/${pod}?${query}`;
}
