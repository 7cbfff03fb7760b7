// The lines of one log in the browser: bounded, without terminal codes, each once however often it is asked for.
import stripAnsi from 'strip-ansi';

export interface LogLine {
  /** Counts up from 0 over the whole log: the same line keeps its own. */
  id: number;
  /** As the kubelet writes it; null for a line that came without, and for a mark. */
  at: string | null;
  text: string;
  /** Not from the container: what happened to the log. */
  isMark: boolean;
}

/** Older ones go: a browser on a Pi shows so many without effort. */
export const LOG_LINES_MAX = 10_000;
/** Longer lines are cut: one of a megabyte would hold up the page. */
const LINE_CHARS_MAX = 8_192;

const STAMPED = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})) ?/;

export class LogBuffer {
  #lines: LogLine[] = [];
  #count = 0;
  #rest = '';
  /** Characters of the unfinished line that were not kept. */
  #cut = 0;
  /** Time of the last line, and how many lines have it: what is sent again is told by that. */
  #last: { at: string; key: string; count: number } | null = null;
  /** `gap` is what to say where the answer does not begin with what is known. */
  #resume: { key: string; left: number; seen: boolean; gap: string } | null = null;

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** Of all lines that ever came; those that went are the first. */
  get count(): number {
    return this.#count;
  }

  /** From when to ask again: whole seconds, as the API takes them; null for from the beginning. */
  get sinceTime(): string | null {
    return this.#last === null ? null : `${new Date(Date.parse(this.#last.at)).toISOString().slice(0, 19)}Z`;
  }

  /** An answer begins, which may say again what came before; `gap` is said among the lines where it does not join that. */
  begin(gap: string): void {
    this.#rest = '';
    this.#cut = 0;
    this.#resume = this.#last === null ? null : { key: this.#last.key, left: this.#last.count, seen: false, gap };
  }

  /** Of an answer, in pieces that end anywhere. */
  feed(text: string): void {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      this.#extend(part);
      this.#take(this.#rest, this.#cut);
      this.#rest = '';
      this.#cut = 0;
    }
    this.#extend(last);
    this.#drop();
  }

  /** The answer has ended: what is left of it is a line too. */
  end(): void {
    if (this.#rest !== '') this.#take(this.#rest, this.#cut);
    this.#rest = '';
    this.#cut = 0;
    this.#drop();
  }

  #extend(part: string): void {
    const room = Math.max(0, LINE_CHARS_MAX - this.#rest.length);
    this.#rest += part.slice(0, room);
    this.#cut += Math.max(0, part.length - room);
  }

  #take(raw: string, cut: number): void {
    const stamp = STAMPED.exec(raw);
    const at = stamp?.[1] ?? null;
    const key = at === null ? null : timeKey(at);
    if (key !== null && this.#isAgain(key)) return;
    const text = printed(raw.slice(stamp?.[0].length ?? 0)) + (cut > 0 ? ` … ${cut} more characters` : '');
    this.#push(at, text, false);
    if (at === null || key === null) return;
    this.#last = { at, key, count: this.#last?.key === key ? this.#last.count + 1 : 1 };
  }

  #isAgain(key: string): boolean {
    const resume = this.#resume;
    if (resume === null) return false;
    if (key < resume.key) return true;
    if (key === resume.key && resume.left-- > 0) {
      resume.seen = true;
      return true;
    }
    if (!resume.seen) this.#push(null, resume.gap, true);
    this.#resume = null;
    return false;
  }

  #push(at: string | null, text: string, isMark: boolean): void {
    this.#lines.push({ id: this.#count++, at, text, isMark });
  }

  #drop(): void {
    if (this.#lines.length > LOG_LINES_MAX) this.#lines = this.#lines.slice(-LOG_LINES_MAX);
  }
}

/** Seconds since the epoch and nanoseconds, as texts that sort: a date has only milliseconds. */
function timeKey(at: string): string {
  const seconds = Math.floor(Date.parse(at) / 1_000);
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? '';
  return `${String(seconds).padStart(12, '0')}.${fraction.padEnd(9, '0')}`;
}

/** As a terminal would leave the line: without colours, and of what was written over only the last. */
function printed(text: string): string {
  const plain = stripAnsi(text).replace(/\r+$/, '');
  const over = plain.slice(plain.lastIndexOf('\r') + 1);
  // Whatever else moves a cursor or rings a bell: every control character but the tab.
  return over.replace(/[^\P{Cc}\t]/gu, '');
}
