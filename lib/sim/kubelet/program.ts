// What a container does once it has started: how long it runs, how it ends, and whether it listens to SIGTERM.
// Commands are understood as far as people use them to try things out: sleep, exit, echo, seq, true, false, sh -c.
import type { Container } from 'kubernetes-types/core/v1';
import { ENTRYPOINT } from './image-content.ts';
import type { ImageFacts } from './image-facts.ts';

export interface Program {
  /** Null: it runs until it is stopped. */
  endsAfterMs: number | null;
  exitCode: number;
  /** From SIGTERM to its end; null: it does not listen, and is killed when its grace is over. */
  stopsAfterMs: number | null;
  /** What it prints, in the order of time and in place of the image's own log. */
  prints: readonly Print[] | null;
}

export interface Print {
  /** Since the start; of no two lines the same. */
  afterMs: number;
  text: string;
}

export type ContainerRole = 'init' | 'sidecar' | 'main';

/** A process that ends at once still shows for a moment; times in a status have whole seconds. */
const SHORTEST_MS = 1_000;
const STOP_MS = 800;
/** An init container whose command is not understood does its work within this. */
const INIT_MS = 1_500;
const EXEC_FORMAT_EXIT_CODE = 255;
const SHELL = '/bin/sh';

/**
 * What a kernel makes of a binary for another architecture: the program is never started, so it is runc that prints why
 * and ends with this code (runc libcontainer/standard_init_linux.go, init_linux.go). Of a script it is the script's name.
 */
export function execFormatError({ command, args }: Container, { entrypoint = ENTRYPOINT }: ImageFacts): Program {
  // A shell as entrypoint is none: what the images of languages and tools have is a command, which arguments replace.
  const own = entrypoint === SHELL ? (args?.[0] ?? entrypoint) : entrypoint;
  const binary = command?.[0] ?? own;
  return {
    endsAfterMs: SHORTEST_MS,
    exitCode: EXEC_FORMAT_EXIT_CODE,
    stopsAfterMs: 0,
    prints: [{ afterMs: 0, text: `exec ${binary.startsWith('/') ? binary : `/bin/${binary}`}: exec format error` }],
  };
}

export function programOf(container: Container, facts: ImageFacts | undefined, role: ContainerRole): Program {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const scripted = words.length === 0 ? null : fromWords(words, container.command !== undefined);
  if (scripted !== null) return scripted;
  // A shell with an open input waits for what is typed; it is the images that print nothing by themselves.
  const isAsked = container.stdin === true && facts?.log === 'silent';
  const ends = container.command === undefined && !isAsked ? facts?.runsForMs : undefined;
  const endsAfterMs = ends ?? (role === 'init' ? INIT_MS : null);
  return { endsAfterMs, exitCode: facts?.exitCode ?? 0, stopsAfterMs: STOP_MS, prints: null };
}

/** Null where the words are not a command known here. Arguments alone go to the image's entrypoint, mostly a shell's. */
function fromWords(words: readonly string[], isCommand: boolean): Program | null {
  const [first = '', second = '', third] = words;
  const name = first.slice(first.lastIndexOf('/') + 1);
  if (['sh', 'bash', 'ash'].includes(name) && /^-[a-z]*c$/.test(second) && third !== undefined) return script(third);
  const known = simple(words);
  return known === null || (!isCommand && name.startsWith('-')) ? null : finish([known]);
}

interface Part {
  ms: number | null;
  exitCode: number;
  prints: string[];
  leaves?: boolean;
}

/** More lines than `seq` prints here are not kept of any log: pod-logs.ts. */
const SEQ_MAX = 20_000;

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

function simple(words: readonly string[]): Part | null {
  const [command = '', argument = ''] = words;
  switch (command.slice(command.lastIndexOf('/') + 1)) {
    case 'sleep': {
      if (argument === 'infinity' || argument === 'inf') return { ms: null, exitCode: 0, prints: [] };
      const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(argument);
      if (match === null) return { ms: 0, exitCode: 1, prints: [`sleep: invalid number '${argument}'`] };
      return { ms: Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 1) * 1_000, exitCode: 0, prints: [] };
    }
    case 'true':
    case ':':
      return { ms: 0, exitCode: 0, prints: [] };
    case 'false':
      return { ms: 0, exitCode: 1, prints: [] };
    case 'exit':
      return { ms: 0, exitCode: Number.parseInt(argument || '0', 10) & 255, prints: [], leaves: true };
    case 'echo':
      return { ms: 0, exitCode: 0, prints: [words.slice(1).join(' ')] };
    case 'seq':
      return { ms: 0, exitCode: 0, prints: sequence(words.slice(1).map(Number)) };
    case 'date':
    case 'env':
    case 'hostname':
    case 'uname':
    case 'ls':
    case 'cat':
    case 'nslookup':
    case 'wget':
    case 'curl':
      return { ms: SHORTEST_MS, exitCode: 0, prints: [] };
    case 'tail':
      return words.includes('-f') ? { ms: null, exitCode: 0, prints: [] } : { ms: 0, exitCode: 0, prints: [] };
    default:
      return null;
  }
}

/** `seq LAST`, `seq FIRST LAST`; nothing for what are no numbers. */
function sequence(numbers: readonly number[]): string[] {
  const last = numbers.at(-1) ?? Number.NaN;
  const first = numbers.length > 1 ? (numbers[0] ?? Number.NaN) : 1;
  const count = Number.isFinite(last - first) ? Math.min(SEQ_MAX, Math.max(0, last - first + 1)) : 0;
  return Array.from({ length: count }, (_, index) => String(first + index));
}

/** `echo hi; sleep 5; exit 1`. A loop runs for ever; what is not understood inside is taken as done at once. */
function script(text: string): Program {
  if (/\b(while|until)\b/.test(text)) return { ...finish([{ ms: null, exitCode: 0, prints: [] }]), stopsAfterMs: null };
  const parts: Part[] = [];
  for (const [index, statement] of text.split(/;|&&|\|\||\n/).entries()) {
    const words = wordsOf(statement);
    if (words.length === 0) continue;
    const part = simple(words) ?? { ms: index === 0 ? SHORTEST_MS : 0, exitCode: 0, prints: [] };
    parts.push(part);
    if (part.ms === null || part.leaves === true) break;
  }
  return finish(parts);
}

function wordsOf(statement: string): string[] {
  const words = statement.trim().match(/"[^"]*"|'[^']*'|[^\s]+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

function finish(parts: readonly Part[]): Program {
  const forever = parts.some(({ ms }) => ms === null);
  const ms = parts.reduce((sum, part) => sum + (part.ms ?? 0), 0);
  return {
    endsAfterMs: forever ? null : Math.max(SHORTEST_MS, ms),
    exitCode: parts.at(-1)?.exitCode ?? 0,
    // A shell or sleep as process 1 has no handler for SIGTERM.
    stopsAfterMs: null,
    prints: printsOf(parts),
  };
}

/** Each when its turn comes: a line takes a millisecond, so that lines of one moment stay apart. */
function printsOf(parts: readonly Part[]): Print[] {
  const lines: Print[] = [];
  let passedMs = 0;
  for (const { ms, prints } of parts) {
    for (const text of prints) lines.push({ afterMs: passedMs + lines.length, text });
    passedMs += ms ?? 0;
  }
  return lines;
}
