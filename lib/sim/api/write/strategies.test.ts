// What the server itself writes into objects of the kinds that are special, as a client notices it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  const clock = { kind: 'paused' } as const;
  cluster = await createCluster({ scenario: 'empty', clock, seed: 1, startAt: Date.UTC(2026, 0, 1) });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

function job(name: string, spec: object = {}) {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } };
  return { metadata: { name }, spec: { suspend: true, template, ...spec } };
}

function uidOf({ json }: Answered): string {
  return (json.metadata as { uid: string }).uid;
}

describe('a job', () => {
  it('selects its own pods by its uid, and carries the labels of its template', async () => {
    const made = await ask('POST', JOBS, { body: job('own') });
    const uid = uidOf(made);
    const labels = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': 'own',
      'controller-uid': uid,
      'job-name': 'own',
    };
    expect(made.json).toMatchObject({
      metadata: { generation: 1, labels },
      spec: {
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        template: { metadata: { labels } },
      },
    });
  });

  it('leaves its pods behind when it is deleted without a word about them', async () => {
    await ask('POST', JOBS, { body: job('gone') });
    const { json } = await ask('DELETE', `${JOBS}/gone?dryRun=All`);
    expect(json).toMatchObject({ metadata: { finalizers: ['orphan'] } });
  });

  it.each([
    [{ completions: 5 }, 'spec.completions: Invalid value: 5: field is immutable'],
    [{ completionMode: 'Indexed' }, 'field is immutable'],
    [{ parallelism: -1 }, 'spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
  ])('does not change by %j', async (spec, why) => {
    await ask('POST', JOBS, { body: job('fixed') });
    const { status, json } = await ask('PATCH', `${JOBS}/fixed`, { body: { spec } });
    expect(status).toBe(422);
    expect(json.message).toContain(why);
  });
});

describe('a certificate signing request', () => {
  const pem = '-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n';
  const spec = { request: Buffer.from(pem).toString('base64'), signerName: 'a.io/b', usages: ['client auth'] };

  it('carries who asks, and cannot be changed into another', async () => {
    const claimed = { ...spec, username: 'somebody-else', groups: ['system:nodes'] };
    const { json } = await ask('POST', REQUESTS, { body: { metadata: { name: 'mine' }, spec: claimed } });
    expect(json.spec).toEqual({ ...spec, username: 'owner', groups: ['system:masters', 'system:authenticated'] });
    const body = { spec: { signerName: 'other.io/b' } };
    expect((await ask('PATCH', `${REQUESTS}/mine`, { body })).json.spec).toMatchObject({ signerName: 'a.io/b' });
  });

  it('is approved once and for all', async () => {
    await ask('POST', REQUESTS, { body: { metadata: { name: 'asked' }, spec } });
    const decide = (types: string[], subresource = 'approval') =>
      ask('PATCH', `${REQUESTS}/asked/${subresource}`, {
        body: { status: { certificate: 'AA==', conditions: types.map((type) => ({ type, status: 'True' })) } },
      });
    expect((await decide(['Approved'], 'status')).json.message).toContain('may not add a condition of type "Approved"');
    const approved = await decide(['Approved']);
    expect(approved.json.status).toEqual({
      conditions: [
        {
          type: 'Approved',
          status: 'True',
          lastUpdateTime: '2026-01-01T00:00:00Z',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    });
    expect((await decide([])).json.message).toContain('may not remove a condition of type "Approved"');
    expect((await decide(['Approved', 'Denied'])).json.message).toContain('must specify at most one of');
  });
});

it('volumes and claims are protected from being deleted while they are in use', async () => {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'none' };
  const claim = { ...spec, resources: { requests: { storage: '1Gi' } } };
  const claimed = await ask('POST', '/api/v1/namespaces/default/persistentvolumeclaims', {
    body: { metadata: { name: 'c' }, spec: claim },
  });
  expect(claimed.json).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
    status: { phase: 'Pending' },
  });
  const volume = { ...spec, capacity: { storage: '1Gi' }, hostPath: { path: '/x' } };
  const made = await ask('POST', '/api/v1/persistentvolumes', { body: { metadata: { name: 'v' }, spec: volume } });
  expect(made.json).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pv-protection'] },
    status: { phase: 'Pending', lastPhaseTransitionTime: '2026-01-01T00:00:00Z' },
  });
});

it('daemon sets count the changes of their template', async () => {
  const sets = '/apis/apps/v1/namespaces/default/daemonsets';
  const labels = { app: 'agent' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'x:1' }] } };
  const body = { metadata: { name: 'agent' }, spec: { selector: { matchLabels: labels }, template } };
  const count = ({ json }: Answered) =>
    (json.metadata as { annotations: Record<string, string> }).annotations['deprecated.daemonset.template.generation'];
  expect(count(await ask('POST', sets, { body }))).toBe('1');
  expect(count(await ask('PATCH', `${sets}/agent`, { body: { spec: { minReadySeconds: 1 } } }))).toBe('1');
  const moved = { spec: { template: { spec: { nodeSelector: { a: 'b' } } } } };
  expect(count(await ask('PATCH', `${sets}/agent`, { body: moved }))).toBe('2');
});

it('answers endpoints with the warning that they are on their way out, refusals too', async () => {
  const path = '/api/v1/namespaces/default/endpoints';
  const warning = '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"';
  expect((await ask('GET', path)).headers.warning).toBe(warning);
  expect((await ask('GET', `${path}/none`)).headers.warning).toBe(warning);
});
