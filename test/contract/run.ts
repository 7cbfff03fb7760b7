// Runs one case on both clusters and says where they differ.
import type { Body, Case, Outcome, Step } from './case.ts';
import type { ClusterClient } from './client.ts';
import { differences } from './differences.ts';
import { normalised, normalisedText } from './normalise.ts';
import type { Pair } from './pair.ts';

/** One line for each difference, with the step it is of; none where the clusters are alike. */
export async function differencesOf(
  pair: Pick<Pair, 'simulated' | 'real'>,
  { steps }: Case,
  namespace: string,
): Promise<string[]> {
  const [simulated, real] = await Promise.all([
    outcomes(pair.simulated, steps, namespace),
    outcomes(pair.real, steps, namespace),
  ]);
  return steps.flatMap((step, index) => {
    const vain = [simulated[index], real[index]].filter((one) => one?.code === -1);
    if (vain.length === 2)
      return [`${described(step)} was waited for in vain on both: ${JSON.stringify(vain[1]?.body)}`];
    if ('uncompared' in step && step.uncompared === true) return [];
    const ignored = 'ignored' in step ? (step.ignored ?? []) : [];
    const found = differences(without(simulated[index], ignored), without(real[index], ignored));
    return found.map((difference) => `${described(step)} ${difference}`);
  });
}

async function outcomes(cluster: ClusterClient, steps: readonly Step[], namespace: string): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const step of steps) all.push(comparable(chosen(step, await outcome(cluster, step, namespace)), namespace));
  return all;
}

/** What a step wants compared of a good answer; all of a refusal. */
function chosen(step: Step, { code, body }: Outcome): Outcome {
  const isGood = code >= 200 && code < 300;
  return { code, body: isGood && 'only' in step && step.only !== undefined ? step.only(body as Body) : body };
}

/** The same without what stands at these places of its body. */
function without(outcome: Outcome | undefined, places: readonly string[]): unknown {
  if (outcome === undefined) return undefined;
  const body = places.reduce((rest, place) => removed(rest, place.split('.')), outcome.body);
  return { ...outcome, body };
}

function removed(value: unknown, [first = '', ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || !(first in value)) return value;
  const { [first]: inner, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [first]: removed(inner, rest) };
}

function outcome(cluster: ClusterClient, step: Step, namespace: string): Promise<Outcome> {
  if (step.verb === 'KUBECTL') return cluster.kubectl(step, namespace);
  if (step.verb === 'WATCH') return cluster.watch(step, namespace);
  return cluster.request(step, namespace);
}

function comparable({ code, body }: Outcome, namespace: string): Outcome {
  const isPrinted = typeof body === 'object' && body !== null && 'stdout' in body && 'stderr' in body;
  if (!isPrinted) return { code, body: normalised(body, namespace) };
  const { stdout, stderr } = body;
  return {
    code,
    body: { stdout: normalisedText(String(stdout), namespace), stderr: normalisedText(String(stderr), namespace) },
  };
}

function described(step: Step): string {
  return step.verb === 'KUBECTL' ? `kubectl ${step.args.join(' ')}` : `${step.verb} ${step.path}`;
}
