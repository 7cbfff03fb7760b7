// The third hop: the API that the numbers are asked at, and who stands behind it.

import type { ApiServiceRecord } from '../../records/records.ts';
import type { HopView } from '../autoscaling-view.ts';
import type { ApiFacts } from '../chain-facts.ts';
import { adapterDown, apiTitle, notRegistered } from '../failure-words.ts';
import { VERSIONS } from '../metric-path.ts';
import type { Trouble } from '../trouble.ts';
import { broken, hop, type MetricContext, refusal, stampOf, unknown } from './hop.ts';

export function adapterHop({ facts, metric, index }: MetricContext): HopView {
  const api = facts.apis.find(({ group }) => group === metric.group);
  const title = apiTitle(metric.group);
  if (api === undefined) return hop('adapter', index, title, unknown('not asked yet'));
  const asked = api.names ?? api.versions;
  const name = api.apiService?.name ?? `${api.version}.${api.group}`;
  const answer = api.apiService === null ? null : availableText(api.apiService);
  const proof =
    api.version === '' && api.apiService === null
      ? { kubectl: 'kubectl get apiservices', answer: null }
      : { kubectl: `kubectl get apiservice ${name}`, answer };
  return hop('adapter', index, title, { proof, ...stampOf(asked), ...stateOf(api) });
}

function stateOf(api: ApiFacts): Parameters<typeof hop>[3] {
  const { group, versions, version, apiService, names } = api;
  if (apiService?.available?.isTrue === false) return broken(unavailable(group, apiService));
  if (!versions.ok) {
    if (versions.failure.code === 404) return broken(notRegistered(group));
    return unknown(refusal(versions.failure, `get /apis/${group}`) ?? versions.failure.message);
  }
  if (version === '') {
    return broken({
      words: `the ${apiTitle(group)} is registered in ${versions.value.join(', ') || 'no version'}, which autoscalers do not read`,
      next: `Install an adapter that serves ${VERSIONS[group].join(' or ')}.`,
      kubectl: 'kubectl get apiservices',
    });
  }
  const service = apiService?.service ?? null;
  if (names?.ok === false) {
    const mayNot = refusal(names.failure, `get /apis/${group}/${version}`);
    return mayNot === null ? broken(adapterDown(group, service)) : unknown(mayNot);
  }
  const who = service === null ? `${group}/${version}` : `${service.name} in ${service.namespace}`;
  return { state: 'ok', value: names === null ? null : `${names.latencyMs} ms`, detail: `${who} answers` };
}

/** Reasons of kube-aggregator pkg/controllers/status/remote/remote_available_controller.go; its messages hold addresses. */
function unavailable(group: string, { service, available }: ApiServiceRecord): Trouble {
  const down = adapterDown(group, service);
  if (service === null) return down;
  const who = `service ${service.name} in ${service.namespace}`;
  const look = `kubectl -n ${service.namespace} get service,endpointslices`;
  switch (available?.reason ?? '') {
    case 'ServiceNotFound':
      return {
        words: `the ${apiTitle(group)} is registered, but its ${who} does not exist`,
        next: 'Install the adapter, or delete the APIService that it left behind.',
        kubectl: look,
      };
    case 'EndpointsNotFound':
    case 'MissingEndpoints':
      return {
        words: `no pod behind the ${apiTitle(group)} is ready (${who})`,
        next: 'See why the pods of the adapter are not ready.',
        kubectl: look,
      };
    default:
      return down;
  }
}

function availableText({ available }: ApiServiceRecord): string {
  return available === null ? '' : `Available: ${available.isTrue ? 'True' : 'False'} (${available.reason})`;
}
