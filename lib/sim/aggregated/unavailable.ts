// How an aggregated API that does not answer is met: by clients of the API server, and in what it says of itself.
import { StatusError } from '../status-error.ts';

/** apimachinery pkg/api/errors NewGenericServerResponse, as clients read an aggregator's 503. */
const UNABLE = 'the server is currently unable to handle the request';

/** `asked`: `get pods.metrics.k8s.io`, as clients add what they had asked for. */
export function unavailable(asked = ''): StatusError {
  return new StatusError('ServiceUnavailable', asked === '' ? UNABLE : `${UNABLE} (${asked})`);
}

/** custom-metrics-apiserver's adapters do not tell why: kubernetes-sigs/prometheus-adapter pkg/custom-provider/provider.go. */
export function unableToFetch(): StatusError {
  return new StatusError('InternalError', 'Internal error occurred: unable to fetch metrics');
}
