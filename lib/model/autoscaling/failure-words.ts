// What the autoscaler's controller says went wrong, in plain words. The texts are those of
// kubernetes pkg/controller/podautoscaler (replica_calculator.go, metrics/client.go) and of the API servers behind it.
import type { Trouble } from './trouble.ts';

interface Reading {
  /** What it says. */
  pattern: RegExp;
  words: (found: readonly string[]) => Trouble;
}

const APIS: Readonly<Record<string, string>> = {
  'custom.metrics.k8s.io': 'custom metrics API',
  'external.metrics.k8s.io': 'external metrics API',
  'metrics.k8s.io': 'resource metrics API',
};

/** `custom metrics API` for `custom.metrics.k8s.io`. */
export function apiTitle(group: string): string {
  return APIS[group] ?? group;
}

export function notRegistered(group: string): Trouble {
  const what = group === 'metrics.k8s.io' ? 'metrics-server' : 'an adapter that serves it';
  return {
    words: `the ${apiTitle(group)} is not registered`,
    next: `Install ${what}: it registers an APIService for ${group}.`,
    kubectl: 'kubectl get apiservices',
  };
}

export function adapterDown(group: string, service: { namespace: string; name: string } | null): Trouble {
  const who = group === 'metrics.k8s.io' ? 'metrics server' : 'adapter';
  const where = service === null ? '' : ` (service ${service.name} in ${service.namespace})`;
  return {
    words: `the ${who} behind the ${apiTitle(group)} does not answer`,
    next: `See whether the pods of the ${who}${where} run and are ready.`,
    kubectl:
      service === null
        ? 'kubectl get apiservices'
        : `kubectl -n ${service.namespace} get endpointslices -l kubernetes.io/service-name=${service.name}`,
  };
}

export function noRequests(resource: string, pod: string | null): Trouble {
  return {
    words: `the pods request no ${resource}, and the target is a percentage of what they request`,
    next: `Set resources.requests.${resource} on every container of the target, or aim at an average value instead.`,
    kubectl: pod === null ? null : `kubectl get pod ${pod} -o jsonpath='{.spec.containers[*].resources}'`,
  };
}

/** First match counts: the more telling ones stand first. */
const READINGS: readonly Reading[] = [
  {
    pattern: /no custom metrics API \((\S+)\) registered/,
    words: ([, group = '']) => notRegistered(group),
  },
  {
    pattern: /the server could not find the requested resource \((?:get|list) \S*?((?:external\.)?metrics\.k8s\.io)\)/,
    words: ([, group = '']) => notRegistered(group),
  },
  {
    pattern: /(?:from|of) (resource|custom|external) metrics API: the server is currently unable to handle the request/,
    words: ([, kind = '']) => adapterDown(kind === 'resource' ? 'metrics.k8s.io' : `${kind}.metrics.k8s.io`, null),
  },
  {
    pattern: /(custom|external) metrics API: no known available metric versions found/,
    words: ([, kind = '']) => adapterDown(`${kind}.metrics.k8s.io`, null),
  },
  {
    pattern: /could not find the metric (\S+) for (.+)$/,
    words: ([, metric = '', about = '']) => ({
      words: `nobody measures ${metric} for ${about}`,
      next: 'Use a metric that is there, or teach the adapter this one.',
      kubectl: 'kubectl get --raw /apis/custom.metrics.k8s.io/v1beta1',
    }),
  },
  {
    pattern: /missing (?:pod-level )?request for (\S+) in (?:container \S+ of )?Pod (\S+)/,
    words: ([, resource = '', pod = '']) => noRequests(resource, pod),
  },
  {
    pattern: /are controlled by more than one HPA \(e\.g\. \[(.+)\]\)/,
    words: ([, names = '']) => ({
      words: `its pods are controlled by more than one HPA (${names.split(' ').join(', ')}), so none of them scales`,
      next: 'Delete all but one, or let each select pods of its own.',
      kubectl: 'kubectl get hpa -A',
    }),
  },
  {
    pattern: /container (\S+) not found in Pod (\S+)/,
    words: ([, container = '', pod = '']) => ({
      words: `the pods have no container ${container}`,
      next: 'Name a container of the target in the metric.',
      kubectl: `kubectl get pod ${pod} -o jsonpath='{.spec.containers[*].name}'`,
    }),
  },
  {
    pattern: /no pods returned by selector/,
    words: () => ({
      words: "the target's selector matches no pod",
      next: 'See whether the target makes pods, and whether their labels are those it selects.',
      kubectl: 'kubectl get pods --show-labels',
    }),
  },
  {
    pattern: /is forbidden: User "([^"]+)" cannot (\w+) (?:resource|path) "([^"]+)"/,
    words: ([, user = '', verb = '', resource = '']) => ({
      words: `${user} may not ${verb} ${resource}`,
      next: `Give ${user} the right to ${verb} ${resource}.`,
      kubectl: `kubectl auth can-i ${verb} ${resource} --as=${user}`,
    }),
  },
  {
    pattern: /did not receive metrics for targeted pods/,
    words: () => ({
      words: 'no pod of the target that is ready has been measured',
      next: 'A starting pod is measured a minute or so after it is ready; if it stays so, see why they are not ready.',
      kubectl: 'kubectl get pods',
    }),
  },
  {
    pattern: /no metrics returned from (resource|custom|external) metrics API/,
    words: ([, kind = '']) => ({
      words: `the ${kind} metrics API answers, but has no value for it`,
      next: 'See whether anybody measures the pods, and whether the selector of the metric matches what it measures.',
      kubectl: null,
    }),
  },
  {
    pattern: /no matches for kind "([^"]+)" in group "([^"]*)"/,
    words: ([, kind = '', group = '']) => ({
      words: `there is no kind ${kind} ${group === '' ? 'in the core API' : `in ${group}`}`,
      next: 'Name the kind and its API version as the API server does.',
      kubectl: 'kubectl api-resources',
    }),
  },
  {
    pattern: /(\S+) "([^"]+)" not found/,
    words: ([, resource = '', name = '']) => ({
      words: `there is no ${resource} ${name}`,
      next: 'Create it, or name another target.',
      kubectl: `kubectl get ${resource} ${name}`,
    }),
  },
];

/** Null where it is nothing that has plain words: then the message itself is shown. */
export function failureWords(message: string): Trouble | null {
  for (const { pattern, words } of READINGS) {
    const found = pattern.exec(message);
    if (found !== null) return words([...found]);
  }
  return null;
}
