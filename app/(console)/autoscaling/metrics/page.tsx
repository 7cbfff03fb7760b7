import type { Metadata } from 'next';
import { MetricsBrowser } from '#components/autoscaling/metrics-browser.tsx';
import { metricsApis } from '#lib/server/metrics-apis/metrics-apis.ts';

export const metadata: Metadata = { title: 'Metrics for autoscaling' };
export const dynamic = 'force-dynamic';

export default async function MetricsRoute() {
  return <MetricsBrowser view={await metricsApis()} />;
}
