// The person at the terminal: lines for them, and what they are asked.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** There is somebody to ask. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

export function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

export async function isAgreed(question: string): Promise<boolean> {
  const answer = await answerTo(`${question} [y/N] `, true);
  return /^y(es)?$/i.test(answer.trim());
}

/** What is typed is not shown. */
export async function secretAnswer(question: string): Promise<string> {
  const answer = await answerTo(question, false);
  process.stdout.write('\n');
  return answer.trim();
}

/** '' where the question is broken off. */
function answerTo(question: string, isShown: boolean): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = isShown ? process.stdout : nowhere;
  // From here on the terminal itself shows nothing that is typed: the question comes after.
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  if (!isShown) process.stdout.write(question);
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    lines.once('SIGINT', () => lines.close());
    lines.question(isShown ? question : '', (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
