import type { Deployment } from 'kubernetes-types/apps/v1';
import { describe, expect, it } from 'vitest';
import { projectDeployment } from '../records/project-workload.ts';
import type { ServiceRecord, WorkloadRecord } from '../records/records.ts';
import { known, notKnown } from './known.ts';
import { type StandingObject, standingObject } from './standing.ts';
import { stackChoices, suggestedChoices } from './suggested-choices.ts';
import { facts } from './testdata/facts.ts';
import { theirIngress } from './their-ingress.ts';

const CLASS: StandingObject = {
  kind: 'IngressClass',
  namespace: null,
  name: 'traefik',
  labels: {},
  annotations: {},
  images: [],
  servedBy: 'traefik.io/ingress-controller',
};
const POD = { app: 'edge' };
const WEB = { name: 'web', port: 8080 };

function deployment(image: string): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'edge', name: 'edge' },
    spec: {
      selector: { matchLabels: POD },
      template: { metadata: { labels: POD }, spec: { containers: [{ name: 'main', image }] } },
    },
  };
}

function cluster(services: readonly Partial<ServiceRecord>[], image = 'rancher/mirrored-library-traefik:3.6.2') {
  const controller = deployment(image);
  const standing = standingObject(controller as Parameters<typeof standingObject>[0]);
  const workloads: WorkloadRecord[] = [projectDeployment(controller)].flatMap((one) => one ?? []);
  const service: ServiceRecord = { namespace: 'edge', name: 'edge', selector: POD, ports: [WEB] };
  return facts({
    services: known(services.map((one) => ({ ...service, ...one }))),
    workloads: known(workloads),
    standing: { objects: [CLASS, ...(standing === null ? [] : [standing])], unread: [] },
  });
}

describe('theirIngress', () => {
  it.each<[string, Partial<ServiceRecord>[], object]>([
    ['by its pods, at the port called web', [{}], { namespace: 'edge', service: 'edge', port: 8080 }],
    ['at port 80 where none is called so', [{ ports: [{ name: null, port: 80 }] }], { port: 80 }],
    ['past one that is only called so', [{ name: 'traefik', selector: {} }, {}], { service: 'edge' }],
    ['past one in another namespace', [{ namespace: 'demo' }, {}], { namespace: 'edge' }],
    ['past its dashboard', [{ name: 'dashboard', ports: [{ name: 'traefik', port: 9000 }] }, {}], { service: 'edge' }],
  ])('finds its Service %s', (_what, services, expected) => {
    const all = cluster(services);
    expect(theirIngress(all)).toMatchObject({ known: true, value: expected });
    expect(stackChoices(suggestedChoices(all), all).ingress).toMatchObject(expected);
  });

  it.each<[string, ReturnType<typeof cluster>, string]>([
    [
      'no Service leads to it',
      cluster([{ selector: { app: 'web' } }]),
      'no Service leads to port web or 80 of Deployment edge/edge',
    ],
    [
      'its pods are not found',
      cluster([{}], 'somebody/proxy:1'),
      'no workload of it was found beside IngressClass traefik',
    ],
    [
      'Services may not be read',
      { ...cluster([]), services: notKnown('services may not be read') },
      'services may not be read',
    ],
  ])('says why where %s, and names none', (_what, all, why) => {
    expect(theirIngress(all)).toEqual({ known: false, why });
    expect(stackChoices(suggestedChoices(all), all).ingress).toBeUndefined();
  });

  it('is none where there is no Traefik but ours', () => {
    expect(theirIngress(facts())).toBeNull();
  });
});
