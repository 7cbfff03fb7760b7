// exec, attach and portforward: refused as by an API server whose kubelets cannot be reached, whatever a client tries.
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const PODS = '/api/v1/namespaces/default/pods';
const APP = 'sample-metrics-app-2440858958-9grc1';
const UNREACHABLE = 'dial tcp 192.168.200.215:10250: connect: no route to host';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  const containers = [
    { name: 'a', image: 'nginx' },
    { name: 'b', image: 'nginx' },
  ];
  await ask('POST', PODS, { body: { metadata: { name: 'nowhere' }, spec: { schedulerName: 'none', containers } } });
});

afterAll(() => cluster.close());

interface Said {
  status: number;
  text: string;
}

/** What the server says to a client that wants to leave HTTP. */
function upgrade(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Said> {
  const { users } = parse(cluster.kubeconfig('owner')) as { users: { user: { token: string } }[] };
  return new Promise((resolve, reject) => {
    const call = request(`${cluster.url}${path}`, {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: {
        authorization: `Bearer ${users[0]?.user.token}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    const read = (status: number, stream: NodeJS.ReadableStream, first = '') => {
      let text = first;
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => resolve({ status, text }));
      stream.on('error', reject);
    };
    call.on('upgrade', (answer, socket, head) => {
      expect(answer.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
      read(answer.statusCode ?? 0, socket, head.toString('latin1'));
    });
    call.on('response', (answer) => read(answer.statusCode ?? 0, answer));
    call.on('error', reject);
    call.end();
  });
}

const REMOTE = { 'sec-websocket-protocol': 'v5.channel.k8s.io' };
const TUNNEL = { 'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io' };
const SPDY = { upgrade: 'SPDY/3.1' };

describe('a remote command', () => {
  it.each([
    [`exec?command=ls&command=-l&stdout=true`, 'exec', '?command=ls&command=-l&output=1'],
    [`attach?stdin=true&stderr=true&tty=true`, 'attach', '?error=1&input=1&tty=1'],
  ])('%s is taken, and ends with the error on its error channel', async (path, verb, query) => {
    const { status, text } = await upgrade(`${PODS}/${APP}/${path}`, REMOTE);
    expect(status).toBe(101);
    const { message, reason, code } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    const url = `https://192.168.200.215:10250/${verb}/default/${APP}/sample-metrics-app${query}`;
    expect(message).toBe(`Internal error occurred: error sending request: Post "${url}": ${UNREACHABLE}`);
    expect({ reason, code }).toEqual({ reason: 'InternalError', code: 500 });
    expect(text.endsWith('\x88\x02\x03\xe8')).toBe(true);
  });

  it.each([
    ['exec', SPDY, 'POST'],
    ['exec', { 'sec-websocket-protocol': 'v4.channel.k8s.io' }, 'GET'],
    ['portforward', SPDY, 'POST'],
    ['portforward', TUNNEL, 'GET'],
  ] as const)('%s in another way is an error dialing the backend', async (subresource, headers, method) => {
    const { status, text } = await upgrade(`${PODS}/${APP}/${subresource}`, headers, method);
    expect({ status, ...JSON.parse(text) }).toMatchObject({
      status: 'Failure',
      code: 500,
      message: `error dialing backend: ${UNREACHABLE}`,
    });
  });

  it.each([
    ['none/exec', 404, 'pods "none" not found'],
    [`${APP}/exec?container=x`, 400, `container x is not valid for pod ${APP}`],
    ['nowhere/exec', 400, 'a container name must be specified for pod nowhere, choose one of: [a b]'],
    ['nowhere/attach?container=a', 400, 'pod nowhere does not have a host assigned'],
    ['nowhere/portforward', 400, 'pod nowhere does not have a host assigned'],
  ])('%s is %i: %s', async (path, code, message) => {
    const { status, text } = await upgrade(`${PODS}/${path}`, REMOTE);
    expect({ status, message: JSON.parse(text).message }).toEqual({ status: code, message });
  });

  it('needs an upgrade, and a method that can have one', async () => {
    const plain = await ask('POST', `${PODS}/${APP}/exec`, { body: {} });
    expect(plain.json).toMatchObject({ code: 400, message: 'Upgrade request required' });
    expect((await ask('DELETE', `${PODS}/${APP}/exec`)).status).toBe(405);
  });

  it('is a create, also where it comes as a GET', async () => {
    const { json } = await ask('GET', `${PODS}/${APP}/exec`, { user: 'viewer' });
    expect(json).toMatchObject({ code: 403, reason: 'Forbidden' });
  });
});

describe('any other wish to leave HTTP', () => {
  it.each([
    [PODS, {}, 200],
    ['/api/v1/nowhere', {}, 404],
    ['/healthz', { upgrade: 'h2c' }, 200],
    [`${PODS}?watch=true&timeoutSeconds=1`, { upgrade: 'TLS/1.3' }, 200],
    ['/%zz', {}, 400],
  ] as const)('%s is answered as a plain request', async (path, headers, expected) => {
    expect((await upgrade(path, headers)).status).toBe(expected);
  });

  it('that breaks off leaves the server as it was', async () => {
    const call = request(`${cluster.url}${PODS}/${APP}/exec`, {
      agent: false,
      rejectUnauthorized: false,
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    });
    call.on('error', () => undefined);
    call.end();
    call.destroy();
    expect((await ask('GET', '/readyz')).status).toBe(200);
  });
});
