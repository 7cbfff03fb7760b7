// Where two answers about the same autoscaler differ.
import type { HorizontalPodAutoscalerCondition } from 'kubernetes-types/autoscaling/v2';
import type { Answer, LookAnswer } from './question.ts';

/** One line for each difference; none where both agree. */
export function differences(ours: Answer, real: Answer): string[] {
  const found: string[] = [];
  if (ours.looks.length !== real.looks.length) found.push(`${ours.looks.length} looks, really ${real.looks.length}`);
  for (const [index, look] of real.looks.entries()) {
    const our = ours.looks[index];
    if (our !== undefined) found.push(...lookDifferences(our, look).map((line) => `look ${index}: ${line}`));
    // What comes after follows from it.
    if (found.length > 0) break;
  }
  return found;
}

function lookDifferences(ours: LookAnswer, real: LookAnswer): string[] {
  const found: string[] = [];
  const compare = (what: string, our: unknown, their: unknown) => {
    const [ourText, theirText] = [text(our), text(their)];
    if (ourText !== theirText) found.push(`${what} is ${ourText}, really ${theirText}`);
  };
  compare('the time', ours.at, real.at);
  compare('rescale', ours.rescale, real.rescale);
  const { conditions: ourConditions = [], ...ourRest } = ours.status;
  const { conditions: theirConditions = [], ...theirRest } = real.status;
  const [ourFields, theirFields] = [ourRest, theirRest] as Record<string, unknown>[];
  for (const field of Object.keys({ ...ourFields, ...theirFields }).sort()) {
    compare(field, ourFields?.[field] ?? null, theirFields?.[field] ?? null);
  }
  const types = (conditions: readonly HorizontalPodAutoscalerCondition[]) => conditions.map(({ type }) => type).join();
  compare('the order of conditions', types(ourConditions), types(theirConditions));
  for (const their of theirConditions) {
    compare(
      `condition ${their.type}`,
      ourConditions.find(({ type }) => type === their.type),
      their,
    );
  }
  compare('events', ours.events ?? [], real.events ?? []);
  return found;
}

/** Of the same meaning, the same text: fields in order, nothing that is null, and of pods that are alike any. */
function text(value: unknown): string | undefined {
  const whole = JSON.stringify(value, (_, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner ?? undefined;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return (whole as string | undefined)?.replaceAll(/(in|of|in container \w+ of) Pod web-\d+/g, '$1 Pod ...');
}
