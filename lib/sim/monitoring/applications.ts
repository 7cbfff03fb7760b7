// The programs that measure as the network finds them, with what is broken of them on purpose.
import type { Pod } from 'kubernetes-types/core/v1';
import { faultsOf, type MetricsSource, SLOW_METRICS_MS } from '../faults.ts';
import type { HttpApplication, Self } from '../proxy/applications.ts';
import { ConnectionError, type HttpRequest, type HttpResponse, page, text } from '../proxy/http-message.ts';
import type { Stored } from '../store/object.ts';
import type { ObjectSource } from '../usage/load.ts';
import { answerHeapster } from './heapster-http.ts';
import { answerPrometheus } from './prometheus-http.ts';
import type { Recorder } from './recorder.ts';

export interface MeasuringParts {
  source: ObjectSource;
  recorder: Recorder;
  now: () => number;
}

const PROMETHEUS_PORT = 9090;
const HEAPSTER_PORT = 8082;

export function measuringApplications(parts: MeasuringParts): Readonly<Record<string, HttpApplication>> {
  const { source, recorder, now } = parts;
  return {
    prometheus: application(parts, 'prometheus', PROMETHEUS_PORT, (request, pod) => {
      const history = recorder.historyOf(pod);
      if (history === null) return text('Service Unavailable', 503);
      return answerPrometheus(request, { pod, history, nowMs: now() });
    }),
    heapster: application(parts, 'heapster', HEAPSTER_PORT, (request, pod) => {
      const model = recorder.modelOf(pod);
      if (model === null) return text('Service Unavailable', 503);
      return answerHeapster(request, { model, source, nowMs: now() });
    }),
  };
}

function application(
  { source }: MeasuringParts,
  name: Extract<MetricsSource, 'prometheus' | 'heapster'>,
  port: number,
  answer: (request: HttpRequest, pod: Stored<Pod>) => HttpResponse,
): HttpApplication {
  return {
    ports: [port],
    answer(request: HttpRequest, { namespace, pod: podName, podIP }: Self): HttpResponse {
      const pod = source.get('pods', namespace, podName);
      const state = faultsOf(source).metrics[name];
      if (pod === undefined || state === 'down') {
        throw new ConnectionError(`dial tcp ${podIP}:${port}: connect: connection refused`);
      }
      // As of a proxy between that has its own idea of who is asked.
      if (state === 'garbage') return page('Welcome', 'Please log in to go on.');
      const answered = answer(request, pod);
      return state === 'slow' ? { ...answered, delayMs: SLOW_METRICS_MS } : answered;
    },
  };
}
