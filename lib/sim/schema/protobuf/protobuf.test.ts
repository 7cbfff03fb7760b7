import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

/** Bodies that kubectl v1.37.2 sent, and what the same command prints with `--dry-run=client -o json`. */
const BODIES: readonly { command: string; body: string; object: unknown }[] = [
  {
    command: 'create deployment web --image=nginx --replicas=0 --port=80',
    body: 'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAASDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=',
    object: {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }] },
        },
        strategy: {},
      },
      status: {},
    },
  },
  {
    command: 'create secret generic s --from-literal=a=b',
    body: 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWESAWIaABoAIgA=',
    object: { kind: 'Secret', apiVersion: 'v1', metadata: { name: 's' }, data: { a: 'Yg==' } },
  },
  {
    command: 'create service nodeport svc2 --tcp=80:http',
    body: 'azhzAAoNCgJ2MRIHU2VydmljZRJuCiEKBHN2YzISABoAIgAqADIAOABCAFoLCgNhcHASBHN2YzISRQoeCgc4MC1odHRwEgNUQ1AYUCIKCAEQABoEaHR0cCgAEgsKA2FwcBIEc3ZjMhoAIghOb2RlUG9ydDoAQgBSAFoAYABoABoCCgAaACIA',
    object: {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name: 'svc2', labels: { app: 'svc2' } },
      spec: {
        ports: [{ name: '80-http', protocol: 'TCP', port: 80, targetPort: 'http' }],
        selector: { app: 'svc2' },
        type: 'NodePort',
      },
      status: { loadBalancer: {} },
    },
  },
  {
    command: 'create quota q --hard=cpu=1,pods=2 --scopes=BestEffort',
    body: 'azhzAAoTCgJ2MRINUmVzb3VyY2VRdW90YRI8ChEKAXESABoAIgAqADIAOABCABIlCgoKA2NwdRIDCgExCgsKBHBvZHMSAwoBMhIKQmVzdEVmZm9ydBoAGgAiAA==',
    object: {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name: 'q' },
      spec: { hard: { cpu: '1', pods: '2' }, scopes: ['BestEffort'] },
      status: {},
    },
  },
  {
    command: 'create pdb p --selector=a=b --min-available=50%',
    body: 'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSNgoRCgFwEgAaACIAKgAyADgAQgASFQoJCAEQABoDNTAlEggKBgoBYRIBYhoKCAAYACAAKAAwABoAIgA=',
    object: {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name: 'p' },
      spec: { minAvailable: '50%', selector: { matchLabels: { a: 'b' } } },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    },
  },
  {
    command: 'create token sa --duration=10m',
    body: 'azhzAAooChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESDFRva2VuUmVxdWVzdBIdChAKABIAGgAiACoAMgA4AEIAEgMg2AQaBAoAEgAaACIA',
    object: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: {},
      spec: { expirationSeconds: 600 },
      status: { token: '' },
    },
  },
];

function decode(base64: string): unknown {
  return decodeProtobuf(Buffer.from(base64, 'base64'));
}

/** An envelope for apiVersion v1 of the given kind around a message. */
function envelope(kind: string, message: readonly number[]): Uint8Array {
  const typeMeta = [0x0a, 2, ...Buffer.from('v1'), 0x12, kind.length, ...Buffer.from(kind)];
  return Uint8Array.from([
    ...Buffer.from('k8s\0'),
    0x0a,
    typeMeta.length,
    ...typeMeta,
    0x12,
    message.length,
    ...message,
  ]);
}

describe('protobuf bodies of a real kubectl', () => {
  it.each(BODIES)('kubectl $command', ({ body, object }) => {
    expect(decode(body)).toEqual(object);
  });
});

describe('protobuf details', () => {
  it('writes times as JSON does, and a zero time not at all', () => {
    const meta = (time: number[]) => envelope('Event', [0x0a, time.length + 2, 0x42, time.length, ...time]);
    expect(decodeProtobuf(meta([0x08, 0x80, 0x80, 0x80, 0x80, 0x06]))).toMatchObject({
      metadata: { creationTimestamp: '2021-01-14T08:25:36Z' },
    });
    expect(decodeProtobuf(meta([]))).toEqual({ apiVersion: 'v1', kind: 'Event', metadata: {} });
  });

  it('reads negative numbers', () => {
    const minusOne = [...Array<number>(9).fill(0xff), 0x01];
    expect(decodeProtobuf(envelope('Event', [0x40, ...minusOne]))).toMatchObject({ count: -1 });
  });

  it('skips fields it does not know', () => {
    expect(decodeProtobuf(envelope('ConfigMap', [0xa2, 0x06, 1, 0x41]))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
    });
  });

  it('keeps odd keys of maps as data', () => {
    const entry = [0x0a, 9, ...Buffer.from('__proto__'), 0x12, 1, 0x41];
    const { data } = decodeProtobuf(envelope('ConfigMap', [0x12, entry.length, ...entry])) as { data: object };
    expect(Object.entries(data)).toEqual([['__proto__', 'A']]);
  });
});

describe('bodies that are no protobuf', () => {
  it.each([
    ['JSON', Buffer.from('{"kind":"Pod"}'), 'expected prefix'],
    ['an empty body', Buffer.alloc(0), 'expected prefix'],
    ['a length beyond the end', envelope('ConfigMap', [0x0a, 100]), 'unexpected end of data'],
    ['a number without end', envelope('ConfigMap', Array<number>(12).fill(0xff)), 'integer overflow'],
    ['a number where a message belongs', envelope('ConfigMap', [0x08, 1]), 'wrong wire type'],
    ['an unknown kind', envelope('Nonsense', []), 'no kind "Nonsense" is registered'],
    ['text that is not UTF-8', envelope('Event', [0x22, 1, 0xff]), 'not UTF-8'],
  ])('%s is a bad request', (_, body, message) => {
    expect(() => decodeProtobuf(body)).toThrowError(expect.objectContaining({ reason: 'BadRequest', code: 400 }));
    expect(() => decodeProtobuf(body)).toThrowError(message);
  });

  it('any cut of a good body is refused or read, never a crash', () => {
    const whole = Buffer.from(BODIES[0]?.body ?? '', 'base64');
    for (let length = 0; length < whole.length; length++) {
      try {
        decodeProtobuf(whole.subarray(0, length));
      } catch (error) {
        expect(error).toMatchObject({ reason: 'BadRequest' });
      }
    }
  });
});
