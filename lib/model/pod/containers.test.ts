import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { containerViews } from './containers.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const POD: Pod = {
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    initContainers: [
      { name: 'prepare', image: 'busybox' },
      { name: 'proxy', image: 'envoy', restartPolicy: 'Always' },
    ],
    containers: [
      {
        name: 'app',
        image: 'shop:2',
        command: ['shop'],
        args: ['--verbose'],
        env: [
          { name: 'PASSWORD', value: 'hunter2' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
          { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'conf', key: 'mode' } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        ],
        envFrom: [{ prefix: 'DB_', secretRef: { name: 'db' } }],
        ports: [
          { name: 'http', containerPort: 80 },
          { containerPort: 53, protocol: 'UDP', hostPort: 53 },
        ],
        resources: { requests: { cpu: '50m' }, limits: { memory: '64Mi' } },
        livenessProbe: { exec: { command: ['true'] } },
        volumeMounts: [
          { name: 'data', mountPath: '/data', subPath: 'shop' },
          { name: 'conf', mountPath: '/etc/shop', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'log', mountPath: '/log' },
        ],
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'shop-data' } },
      { name: 'conf', configMap: { name: 'shop-conf' } },
      { name: 'tmp', emptyDir: {} },
      { name: 'log', hostPath: { path: '/var/log' } },
    ],
  },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'app',
        image: 'shop:2',
        imageID: `docker.io/library/shop@${DIGEST}`,
        ready: true,
        started: true,
        restartCount: 1,
        state: { running: { startedAt: '2026-01-02T03:04:05Z' } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-01-02T03:04:00Z' } },
      },
    ],
  },
};

describe('containers of a pod', () => {
  it('come in the order they start, each named for what it is', () => {
    expect(containerViews(POD).map(({ name, kind, state }) => `${name} ${kind} ${state.kind}`)).toEqual([
      'prepare init unknown',
      'proxy sidecar unknown',
      'app main running',
    ]);
  });

  it('say what they run, ask for and get, and how they last ended', () => {
    expect(containerViews(POD)[2]).toMatchObject({
      image: 'shop:2',
      digest: DIGEST,
      restarts: 1,
      last: { exitCode: 137, words: expect.stringContaining('memory') },
      ports: ['http 80/TCP', '53/UDP, on the board 53'],
      requests: { cpu: '50m' },
      limits: { memory: '64Mi' },
      probes: [{ kind: 'liveness', text: 'run true every 10s' }],
      mounts: [
        { path: '/data', from: 'claim shop-data, shop', readOnly: false },
        { path: '/etc/shop', from: 'ConfigMap shop-conf', readOnly: true },
        { path: '/tmp', from: 'tmp, gone with the pod', readOnly: false },
        { path: '/log', from: "the board's /var/log", readOnly: false },
      ],
    });
  });

  it('name their variables and where values come from, and never a value', () => {
    const views = containerViews(POD);
    expect(views[2]?.env).toEqual([
      { name: 'DB_*', from: 'every key of Secret db' },
      { name: 'PASSWORD', from: null },
      { name: 'TOKEN', from: 'Secret api, token' },
      { name: 'MODE', from: 'ConfigMap conf, mode' },
      { name: 'IP', from: 'status.podIP' },
    ]);
    expect(JSON.stringify(views)).not.toContain('hunter2');
  });
});
