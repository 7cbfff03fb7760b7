// Values of the custom and external metrics APIs, read when somebody asks.
import { type ReadValue, readValues, type ValueQuestion, valuePath } from '#lib/model/autoscaling/custom-metrics.ts';
import { fetchOk, StatusError } from './status-error.ts';

/** Throws a StatusError with the adapter's own words where it has none. */
export async function fetchMetricValues(question: ValueQuestion, signal: AbortSignal): Promise<readonly ReadValue[]> {
  const response = await fetchOk(valuePath(question).replace(/^\/apis/, '/api/custom-metrics'), { signal });
  const values = readValues(await response.json());
  if (values === null)
    throw new StatusError(502, 'InternalError', 'the adapter answered something that is no list of values');
  return values;
}
