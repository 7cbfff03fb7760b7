import { describe, expect, it } from 'vitest';
import { failureWords } from './failure-words.ts';

const CUSTOM = 'unable to fetch metrics from custom metrics API: ';

describe('what the controller says', () => {
  it.each<[message: string, words: string]>([
    [`${CUSTOM}no custom metrics API (custom.metrics.k8s.io) registered`, 'the custom metrics API is not registered'],
    [
      'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
      'the resource metrics API is not registered',
    ],
    [
      'unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)',
      'the external metrics API is not registered',
    ],
    [
      `${CUSTOM}the server is currently unable to handle the request (get services.custom.metrics.k8s.io web)`,
      'the adapter behind the custom metrics API does not answer',
    ],
    [`${CUSTOM}no known available metric versions found`, 'the adapter behind the custom metrics API does not answer'],
    [`${CUSTOM}the server could not find the metric queue for services web`, 'nobody measures queue for services web'],
    [
      'missing request for cpu in container main of Pod web-1',
      'the pods request no cpu, and the target is a percentage',
    ],
    ['missing pod-level request for memory in Pod web-1', 'the pods request no memory, and the target is a percentage'],
    [
      'pods by selector app=web are controlled by more than one HPA (e.g. [shop/a shop/b])',
      'its pods are controlled by more than one HPA (shop/a, shop/b), so none of them scales',
    ],
    ['container side not found in Pod web-1', 'the pods have no container side'],
    ['no pods returned by selector while calculating replica count', "the target's selector matches no pod"],
    [
      'services.custom.metrics.k8s.io "web" is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot get resource "services/queue" in API group "custom.metrics.k8s.io"',
      'system:serviceaccount:kube-system:horizontal-pod-autoscaler may not get services/queue',
    ],
    [
      'did not receive metrics for targeted pods (pods might be unready)',
      'no pod of the target that is ready has been measured',
    ],
    ['no metrics returned from resource metrics API', 'the resource metrics API answers, but has no value for it'],
    ['no matches for kind "Webb" in group "apps"', 'there is no kind Webb in apps'],
    ['no matches for kind "Webb" in group ""', 'there is no kind Webb in the core API'],
    ['deployments.apps "web" not found', 'there is no deployments.apps web'],
  ])('%s', (message, words) => {
    const found = failureWords(`the HPA was unable to compute the replica count: ${message}`);
    expect(found?.words).toContain(words);
    expect(found?.next).toMatch(/^[A-Z].*\.$/);
  });

  it('is left alone where nobody knows plainer words', () => {
    expect(failureWords('the sky fell')).toBeNull();
  });
});
