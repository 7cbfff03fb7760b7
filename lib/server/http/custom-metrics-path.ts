// Which GETs may pass through to the metrics APIs: those of their groups, by the rules of all other GETs. Pure.
import { METRICS_GROUPS } from '#lib/model/autoscaling/custom-metrics.ts';
import { type ProxyTarget, proxyTarget } from './proxy-path.ts';

const GROUPS: ReadonlySet<string> = new Set(METRICS_GROUPS);

/**
 * `pathname` is what follows `/api/custom-metrics`, still percent-encoded: a path below `/apis/custom.metrics.k8s.io`, or one
 * that begins with another of the groups. Throws StatusError 400 or 403.
 */
export function customMetricsTarget(pathname: string, query: URLSearchParams): ProxyTarget {
  const [first = ''] = pathname.replace(/^\//, '').split('/');
  const path = GROUPS.has(first) ? pathname : `/${METRICS_GROUPS[0]}${pathname}`;
  return proxyTarget(`/apis${path}`, query);
}
