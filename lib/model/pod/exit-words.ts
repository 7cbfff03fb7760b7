// What an exit code says to a person. Codes above 128 are 128 plus the signal that ended the program (POSIX shells,
// runc); 126 and 127 are a shell's; the runtime's own failures to start have 128 with a message (containerd) or 255.

export interface ContainerEnd {
  exitCode: number;
  reason: string;
  message: string;
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT: interrupted',
  3: 'SIGQUIT',
  4: 'SIGILL: an instruction this processor does not have, often a build for another model of the architecture',
  6: 'SIGABRT: the program gave up by itself',
  7: 'SIGBUS: a memory access the board refuses',
  8: 'SIGFPE: a division by zero or the like',
  9: 'SIGKILL: killed from outside, after its grace period or for memory',
  11: 'SIGSEGV: it touched memory that is not its own',
  13: 'SIGPIPE: whoever read its output was gone',
  15: 'SIGTERM: asked to stop, and stopped',
};

const CODES: Readonly<Record<number, string>> = {
  0: 'ended by itself, without an error',
  1: 'an error of the program itself: its log says more',
  2: 'an error of the program itself, often wrong arguments: its log says more',
  126: 'its command cannot be executed: no permission, or not a program',
  127: 'its command was not found in the image',
  255: 'an error the program did not name; also what a program of another architecture ends with',
};

const FORMAT = /exec format error/i;
/** runc and containerd name what they could not start. */
const NOT_FOUND = /executable file not found|no such file or directory/i;

/** `killed because it used more memory than its limit`, after an exit code. */
export function exitWords({ exitCode, reason, message }: ContainerEnd): string {
  if (FORMAT.test(message))
    return 'exec format error: the program is built for another architecture than the board has';
  if (reason === 'OOMKilled') return 'killed because it used more memory than it may';
  if (reason === 'ContainerStatusUnknown') return 'nobody saw how it ended: the node lost track of it';
  if (reason === 'StartError' || reason === 'ContainerCannotRun') {
    return NOT_FOUND.test(message) ? 'its command was not found in the image' : 'the runtime could not start it';
  }
  const known = CODES[exitCode];
  if (known !== undefined) return known;
  const signal = exitCode > 128 ? SIGNALS[exitCode - 128] : undefined;
  if (signal !== undefined) return signal;
  return exitCode > 128 && exitCode < 128 + 65 ? `ended by signal ${exitCode - 128}` : 'an error of the program itself';
}
