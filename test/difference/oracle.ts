// Kubernetes' own code, asked about many situations at once.
import { spawn } from 'node:child_process';
import type { Question, Verdict } from './question.ts';

/** Per question one list of verdicts, in the order of its pods. `program` is the built oracle. */
export async function askScheduler(program: string, questions: readonly Question[]): Promise<Verdict[][]> {
  const answers = await askOracle(program, 'scheduler', questions);
  return answers.map((answer) => (answer as { verdicts: Verdict[] }).verdicts);
}

/** One answer per question. `program` is the built oracle. */
export async function askOracle(
  program: string,
  subject: 'scheduler' | 'autoscaler',
  questions: readonly unknown[],
): Promise<unknown[]> {
  const child = spawn(program, [subject], { stdio: ['pipe', 'pipe', 'pipe'] });
  const answered: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => answered.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // Whoever ends early closes its input: why, it says by its exit code and in its complaints.
  child.stdin.on('error', () => undefined);
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const code = await ended;
  if (code !== 0) throw new Error(`the oracle ended with ${code}: ${Buffer.concat(complaints).toString()}`);
  const lines = Buffer.concat(answered).toString().split('\n').slice(0, -1);
  if (lines.length !== questions.length) {
    throw new Error(`the oracle gave ${lines.length} answers to ${questions.length} questions`);
  }
  return lines.map((line): unknown => JSON.parse(line));
}
