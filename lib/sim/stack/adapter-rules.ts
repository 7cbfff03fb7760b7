// The rules of a prometheus-adapter: which series are a metric of which objects, and how it is asked for
// (kubernetes-sigs/prometheus-adapter pkg/config/config.go, pkg/naming/{metric_namer,metrics_query,resource_converter}.go).
import { z } from 'zod';
import { foreignYaml, isRegExp } from '../foreign-yaml.ts';

export interface AdapterRule {
  seriesQuery: string;
  /** Labels of the series by the singular name of the resource they name. */
  labelOf: Readonly<Record<string, string>>;
  matches: RegExp;
  as: string;
  metricsQuery: string;
}

const RULE = z.object({
  seriesQuery: z.string(),
  resources: z
    .object({
      template: z.string().optional(),
      overrides: z.record(z.string(), z.object({ resource: z.string().optional() })).optional(),
    })
    .default({}),
  name: z.object({ matches: z.string().refine(isRegExp).optional(), as: z.string().optional() }).default({}),
  metricsQuery: z.string(),
});
const CONFIGURATION = z.object({ rules: z.array(z.unknown()).nullish() });

const RESOURCES = ['namespace', 'pod', 'service', 'node'];

/** What is no rule is left out. */
export function rulesIn(text: string): AdapterRule[] {
  const given = CONFIGURATION.safeParse(foreignYaml(text)).data?.rules ?? [];
  return given.flatMap((one) => {
    const rule = RULE.safeParse(one);
    if (!rule.success) return [];
    const { seriesQuery, resources, name, metricsQuery } = rule.data;
    const matches = new RegExp(name.matches ?? '.*');
    const hasGroup = new RegExp(`${matches.source}|`).exec('')?.length !== 1;
    const as = name.as ?? (hasGroup ? '$1' : '$0');
    return [{ seriesQuery, labelOf: labelsOf(resources), matches, as, metricsQuery }];
  });
}

function labelsOf({ template, overrides = {} }: z.infer<typeof RULE>['resources']): Record<string, string> {
  const named: Record<string, string> = {};
  for (const resource of template === undefined ? [] : RESOURCES) {
    named[resource] = (template ?? '').replaceAll('<<.Resource>>', resource).replaceAll('<<.Group>>', '');
  }
  for (const [label, { resource }] of Object.entries(overrides)) if (resource !== undefined) named[resource] = label;
  return named;
}

/** `http_requests` of `http_requests_total`; null where the rule is not for that series. */
export function metricNameOf({ matches, as }: AdapterRule, series: string): string | null {
  const match = matches.exec(series);
  if (match === null) return null;
  return as.replace(/\$(?:\{(\d+)\}|(\d+))/g, (_all, braced, bare) => match[Number(braced ?? bare)] ?? '');
}

/** What is asked of Prometheus for objects of a resource; null where the rule knows no label of it. */
export function queryFor(
  { labelOf, metricsQuery }: AdapterRule,
  series: string,
  asked: { resource: string; namespace: string; names: readonly string[] },
): { text: string; label: string } | null {
  const label = labelOf[asked.resource];
  const namespace = labelOf['namespace'];
  if (label === undefined) return null;
  const [first = ''] = asked.names;
  const meant = asked.names.length === 1 ? `${label}="${first}"` : `${label}=~"${asked.names.join('|')}"`;
  const matchers =
    asked.namespace === '' || namespace === undefined ? meant : `${namespace}="${asked.namespace}",${meant}`;
  const text = metricsQuery
    .replaceAll('<<.Series>>', series)
    .replaceAll('<<.LabelMatchers>>', matchers)
    .replaceAll('<<.GroupBy>>', label);
  return { text, label };
}
