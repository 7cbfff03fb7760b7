// What somebody may hand on: none of the planted secrets is left in any byte, and what belongs together still does.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { KubeObject } from '../../store/object.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { recordingText } from './recording.ts';
import { scrub } from './scrub.ts';
import { textScrubber } from './scrub-text.ts';
import { CANARIES, SECRETIVE } from './testdata/secretive.ts';

const OPTIONS = { withConfigMaps: false, renameNodes: false };

const text = (objects: readonly KubeObject[], options = OPTIONS) =>
  recordingText({ objects, options, recordedMs: Date.UTC(2026, 10, 23), kubernetes: 'v1.37.2', leftOut: {} });

function found<T extends KubeObject>(objects: readonly KubeObject[], kind: string): T {
  const object = objects.find((one) => one.kind === kind);
  if (object === undefined) throw new Error(`no ${kind}`);
  return object as T;
}

describe('a recording', () => {
  it.each(CANARIES)('does not hold %s', (_what, canary) => {
    expect(JSON.stringify(SECRETIVE)).toContain(canary);
    const recorded = text(SECRETIVE);
    expect(recorded).not.toContain(canary);
    expect(recorded).not.toContain(Buffer.from(canary).toString('base64').replace(/=+$/, ''));
  });

  it('keeps ConfigMaps on request, but not the addresses and keys in them', () => {
    const recorded = text(SECRETIVE, { ...OPTIONS, withConfigMaps: true });
    expect(recorded).toContain('colour = blue');
    for (const [what, canary] of CANARIES) {
      if (what !== 'a setting of a ConfigMap') expect(recorded, what).not.toContain(canary);
    }
  });

  it('calls nodes after their architecture on request, wherever they are named', () => {
    const recorded = text(SECRETIVE, { ...OPTIONS, renameNodes: true });
    expect(recorded).not.toContain('attic');
    expect(recorded).toContain('"nodeName":"arm64-1"');
    expect(recorded).toContain('etcd-arm64-1');
    expect(text(SECRETIVE)).toContain('"nodeName":"attic"');
  });

  it('lets relations hold: addresses in their networks, owners by uid, volumes named after claims', () => {
    const objects = scrub(SECRETIVE, OPTIONS);
    const node = found<Node>(objects, 'Node');
    const pod = found<Pod>(objects, 'Pod');
    const prefix = node.spec?.podCIDR?.replace(/\.0\/24$/, '');
    expect(prefix).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)$/);
    expect(pod.status?.podIP).toMatch(new RegExp(`^${prefix}\\.\\d+$`));
    expect(pod.status?.hostIP).toBe(node.status?.addresses?.[0]?.address);
    const claim = found(objects, 'PersistentVolumeClaim');
    expect(JSON.stringify(claim)).toContain(`"volumeName":"pvc-${claim.metadata?.uid}"`);
    const replicaSet = found(objects, 'ReplicaSet');
    expect(pod.metadata?.ownerReferences?.[0]?.uid).toBe(replicaSet.metadata?.uid);
  });

  it('keeps what there is to see: names, keys, how many', () => {
    const objects = scrub(SECRETIVE, OPTIONS);
    expect(found(objects, 'Secret')).toMatchObject({ data: { password: '' } });
    expect(found<Pod>(objects, 'Pod').spec?.containers[0]?.env).toEqual([
      { name: 'DATABASE', value: '' },
      { name: 'FROM', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
    ]);
  });
});

describe('texts', () => {
  const clean = textScrubber(new Pseudonyms(), new Map());

  it.each([
    ['v1.37.2', 'v1.37.2'],
    ['registry.k8s.io/pause:3.10.2', 'registry.k8s.io/pause:3.10.2'],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['1.3.6.1.4.1', '1.3.6.1.4.1'],
    ['sha256:aabbccdd', 'sha256:aabbccdd'],
    ['2026-11-23T01:02:03Z', '2026-11-23T01:02:03Z'],
    ['system:node-proxier', 'system:node-proxier'],
    ['::1', '::1'],
    ['--tls-private-key-file=/etc/key.pem', '--tls-private-key-file=/etc/key.pem'],
    ['/var/run/secrets/kubernetes.io/serviceaccount/token', '/var/run/secrets/kubernetes.io/serviceaccount/token'],
    ['https://ana:pw@example.org/x', 'https://example.org/x'],
    ['--token=abc --verbose', '--token=removed --verbose'],
    ['10.96.0.0/12', '198.18.0.0/15'],
  ])('%s -> %s', (from, to) => {
    expect(clean(from)).toBe(to);
  });

  it('gives the same address the same other one, in any writing', () => {
    const pseudonyms = textScrubber(new Pseudonyms(), new Map());
    const plain = pseudonyms('10.0.1.23');
    expect(plain).toBe('192.0.2.1');
    expect(pseudonyms('dial tcp 10.0.1.23:6443: refused')).toBe('dial tcp 192.0.2.1:6443: refused');
    expect(pseudonyms('ip-10-0-1-23.internal')).toBe('ip-192-0-2-1.internal');
    expect(pseudonyms('10.0.1.24')).toBe('192.0.2.2');
    expect(pseudonyms('fd00:1::5 and fd00:1::6')).toMatch(/^(2001:db8:0:\w+)::\w+ and \1::\w+$/);
  });

  it('never gives a uid that the cluster which replays it may make itself', () => {
    const pseudonyms = new Pseudonyms();
    const given = new Set(Array.from({ length: 500 }, (_, index) => pseudonyms.uid(`uid ${index}`)));
    expect(given.size).toBe(500);
    const random = new Random(1);
    const made = Array.from({ length: 500 }, () => random.uuid());
    expect(made.filter((uid) => given.has(uid))).toEqual([]);
  });

  it('has addresses for a cluster of any size', () => {
    const pseudonyms = new Pseudonyms();
    const networks = new Set<string>();
    for (let index = 0; index < 5_000; index++) {
      networks.add(pseudonyms.ipv4(`10.${index >>> 8}.${index & 255}.0/24`));
    }
    expect(networks.size).toBe(5_000);
  });
});
