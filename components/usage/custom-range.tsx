'use client';
// A time of one's own for the graphs, in the reader's time zone; the address holds it in UTC.
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FIELD } from '#components/ui/field-class.ts';
import { useLive } from '#lib/queries/live-context.ts';
import { fieldTime, momentOf, spanWords } from './field-time.ts';
import { changeUrl } from './use-usage-url.ts';

const HOUR_MS = 3_600_000;

interface CustomRangeProps {
  /** Null while a range up to now is shown. */
  span: { from: string; to: string } | null;
}

export function CustomRange({ span }: CustomRangeProps) {
  const { store } = useLive();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const wrongId = useId();
  const toMs = span === null ? store.nowMs() : Date.parse(span.to);
  const fromMs = span === null ? toMs - HOUR_MS : Date.parse(span.from);
  const show = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [from, to] = [momentOf(fields.get('from')), momentOf(fields.get('to'))];
    const trouble = troubleOf(from, to);
    setWrong(trouble);
    if (trouble !== null || from === null || to === null) return;
    changeUrl({ range: null, from, to });
    setOpen(false);
  };
  return (
    <div className="lg:relative">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className={`min-h-8 hover:text-ink ${span === null ? 'text-ink-2' : 'font-medium'}`}
      >
        {span === null ? 'custom' : spanWords(span)}
      </button>
      {open ? (
        <form
          onSubmit={show}
          onKeyDown={(event) => (event.key === 'Escape' ? setOpen(false) : undefined)}
          aria-label="Time of your own"
          className="absolute left-0 z-10 flex w-64 max-w-[calc(100vw-32px)] flex-col gap-2 rounded border border-ink bg-paper p-4 lg:right-0 lg:left-auto"
        >
          <TimeField name="from" label="From" ms={fromMs} wrongId={wrong === null ? undefined : wrongId} />
          <TimeField name="to" label="To" ms={toMs} wrongId={wrong === null ? undefined : wrongId} />
          {wrong === null ? null : (
            <p id={wrongId} role="alert" className="text-error">
              <span aria-hidden="true">✕ </span>
              {wrong}
            </p>
          )}
          <Button type="submit" primary className="self-start">
            Show
          </Button>
        </form>
      ) : null}
    </div>
  );
}

function TimeField({
  name,
  label,
  ms,
  wrongId,
}: {
  name: string;
  label: string;
  ms: number;
  wrongId: string | undefined;
}) {
  return (
    <label className="flex flex-col text-ink-2">
      {label}
      <input
        type="datetime-local"
        step="1"
        name={name}
        required
        defaultValue={fieldTime(ms)}
        aria-describedby={wrongId}
        className={`${FIELD} border-line-2 text-ink`}
      />
    </label>
  );
}

/** The server refuses more as well. */
const DAYS_MAX = 7;

function troubleOf(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return 'Both times are needed.';
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (lengthMs <= 0) return 'It has to begin before it ends.';
  return lengthMs > DAYS_MAX * 24 * HOUR_MS ? `At most ${DAYS_MAX} days are shown at once.` : null;
}
