// One metric's number, term by term, in the order it is read.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import { formatDecimal } from '#lib/format/decimal.ts';
import type { PerPodTerms } from '#lib/rules/hpa/per-pod-replicas.ts';
import type { Terms } from '#lib/rules/hpa/proposal.ts';
import type { ShareTerms, TotalTerms } from '#lib/rules/hpa/total-replicas.ts';
import { cpuMillicores } from '#lib/rules/quantity.ts';
import type { FormulaLine, FormulaTerm } from './autoscaling-view.ts';
import { metricTarget, metricTitle } from './metric-view.ts';

const THOUSAND = 1_000;
const CEIL = 'the next whole number: half a replica is a whole one';

export function formulaLine(spec: MetricSpec, terms: Terms | null, metric: number, won: boolean): FormulaLine {
  if (terms === null) {
    return { metric, won: false, terms: [sign(`${metricTitle(spec)}: not known`)], result: null };
  }
  return { metric, won, terms: [...termsOf(spec, terms)], result: terms.replicas };
}

/** What the ratio asks for by itself, before it is found too near to the target to change anything. */
export function askedByRatio(terms: Terms): number {
  switch (terms.kind) {
    case 'share':
      return Math.ceil(terms.totalMilli / terms.targetMilli);
    case 'total':
      return terms.replicas;
    case 'per-pod':
      return Math.ceil((terms.filled?.ratio ?? terms.ratio) * (terms.filled?.pods ?? terms.groups.ready.length));
  }
}

function termsOf(spec: MetricSpec, terms: Terms): FormulaTerm[] {
  switch (terms.kind) {
    case 'share':
      return shareTerms(spec, terms);
    case 'total':
      return totalTerms(spec, terms);
    case 'per-pod':
      return perPodTerms(spec, terms);
  }
}

function shareTerms(spec: MetricSpec, terms: ShareTerms): FormulaTerm[] {
  const { totalMilli, targetMilli, statusReplicas, averageMilli } = terms;
  return [
    term('ceil', CEIL),
    sign('('),
    term(
      number(totalMilli),
      `${metricTitle(spec)}: the whole, now ${number(averageMilli)} for each of ${formatCount(statusReplicas, 'replica')}`,
    ),
    sign(' / '),
    term(`${number(targetMilli)} target`, 'what each replica is meant to carry'),
    sign(') = '),
    sign(String(askedByRatio(terms))),
  ];
}

function totalTerms(
  spec: MetricSpec,
  { readyPods, totalMilli, targetMilli, ratio, reason, replicas }: TotalTerms,
): FormulaTerm[] {
  const value = term(number(totalMilli), `${metricTitle(spec)}: the whole, whatever the number of replicas`);
  const target = term(`${number(targetMilli)} target`, 'what the whole is meant to be');
  if (readyPods === null) {
    const words = reason === 'from-zero' ? 'from none: as many as the ratio' : 'as many as there are, times the ratio';
    return [value, sign(' / '), target, sign(' = '), term(formatDecimal(ratio), words)];
  }
  return [
    term('ceil', CEIL),
    sign('('),
    term(`${readyPods} ready`, 'pods of the target that run and are ready'),
    sign(' × '),
    value,
    sign(' / '),
    target,
    sign(') = '),
    sign(String(replicas)),
  ];
}

function perPodTerms(spec: MetricSpec, terms: PerPodTerms): FormulaTerm[] {
  const { groups, utilizationPercent, averageMilli, filled } = terms;
  const { averageUtilization, averageValue } = metricTarget(spec) ?? {};
  const measured =
    utilizationPercent === null
      ? term(number(averageMilli), `${metricTitle(spec)}: the average of the pods that count`)
      : term(`${utilizationPercent}%`, `${metricTitle(spec)}: use by what they request, in whole percent`);
  const target =
    utilizationPercent === null
      ? term(`${number(cpuMillicores(averageValue ?? '0'))} target`, 'what each pod is meant to have')
      : term(`${averageUtilization}% target`, 'how much of its requests a pod is meant to use');
  const pods = filled === null ? groups.ready.length : filled.pods;
  return [
    term('ceil', CEIL),
    sign('('),
    term(filled === null ? `${pods} ready` : formatCount(pods, 'pod'), countedWords(terms)),
    sign(' × '),
    ...(filled === null
      ? [measured, sign(' / '), target]
      : [
          term(
            formatDecimal(filled.ratio),
            `measured ${measured.text} by ${target.text}, with those that are not measured filled in`,
          ),
        ]),
    sign(') = '),
    sign(String(askedByRatio(terms))),
  ];
}

/** Which pods count, and which do not. */
function countedWords({ groups, ratio }: PerPodTerms): string {
  const { ready, unready, missing, ignored } = groups;
  const direction =
    ratio < 1 ? 'their whole request, so that nobody scales down blindly' : 'nothing, so that nobody scales up blindly';
  const parts = [
    `${formatCount(ready.length, 'pod')} measured`,
    ...(unready.length === 0 ? [] : [`${unready.length} not ready yet`]),
    ...(missing.length === 0 ? [] : [`${missing.length} without a metric, taken to use ${direction}`]),
    ...(ignored.length === 0 ? [] : [`${ignored.length} ending or failed, left out`]),
  ];
  return parts.join('; ');
}

function number(milli: number): string {
  return formatDecimal(milli / THOUSAND);
}

function term(text: string, meaning: string): FormulaTerm {
  return { text, meaning };
}

function sign(text: string): FormulaTerm {
  return { text, meaning: null };
}
