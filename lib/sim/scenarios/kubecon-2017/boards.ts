// The five boards on the talk's table. pi7's and upboard2's missing figures are those of their twins.
import type { Taint } from 'kubernetes-types/core/v1';
import type { Board } from '../../kubelet/board.ts';
import type { NodeInput } from '../objects/nodes.ts';

/** When they lost power: pi7 was noticed 12 minutes ago, upboard2 40 s ago; upboard2 is back a minute after the first instant. */
const PI7_DARK_SINCE_MS = -765_000;
const UPBOARD2_DARK_SINCE_MS = -80_000;
const UPBOARD2_BACK_MS = 60_000;

const RASPBERRY_PI_3 = { coreSpeed: 1, pullBytesPerSecond: 2_500_000, runtime: 'docker' } as const;
const UP_BOARD = { coreSpeed: 2.2, pullBytesPerSecond: 6_000_000, runtime: 'docker' } as const;

export const BOARDS: readonly Board[] = [
  { node: 'pi5', architecture: 'arm64', ...RASPBERRY_PI_3, dark: [], atStart: { cpuMillicores: 352, memoryMi: 487 } },
  { node: 'pi6', architecture: 'arm', ...RASPBERRY_PI_3, dark: [], atStart: { cpuMillicores: 414, memoryMi: 449 } },
  { node: 'pi7', architecture: 'arm', ...RASPBERRY_PI_3, dark: [{ fromMs: PI7_DARK_SINCE_MS, untilMs: null }] },
  { node: 'upboard1', architecture: 'amd64', ...UP_BOARD, dark: [], atStart: { cpuMillicores: 428, memoryMi: 984 } },
  {
    node: 'upboard2',
    architecture: 'amd64',
    ...UP_BOARD,
    dark: [{ fromMs: UPBOARD2_DARK_SINCE_MS, untilMs: UPBOARD2_BACK_MS }],
  },
];

/** What kube-proxy and weave-net select nodes by; pi7 lacks it. */
export const NETWORK_LABEL = { network: 'weave' };

/** `kubectl taint no pi5 beta.kubernetes.io/arch=arm64:NoSchedule`, as the talk does. */
function byArchitecture(value: string): Taint[] {
  return [{ key: 'beta.kubernetes.io/arch', value, effect: 'NoSchedule' }];
}

const COMMON = { kubeletVersion: 'v1.6.0-beta.4', runtime: 'docker://1.12.6', cores: 4 };
const HYPRIOT = {
  ...COMMON,
  architecture: 'arm',
  osImage: 'Raspbian GNU/Linux 8 (jessie)',
  kernelVersion: '4.4.50-hypriotos-v7+',
  memoryKi: 888_720,
  storageKi: 30_474_124,
  taints: byArchitecture('arm'),
};
const UBUNTU = {
  ...COMMON,
  architecture: 'amd64',
  osImage: 'Ubuntu 16.04.2 LTS',
  memoryKi: 1_436_876,
  storageKi: 28_513_820,
  annotations: { 'bramble/board': 'UP Board' },
};

export const NODES: readonly NodeInput[] = [
  {
    ...COMMON,
    name: 'pi5',
    age: '42m40s',
    architecture: 'arm64',
    address: '192.168.200.215',
    podCIDR: '10.45.0.0/24',
    osImage: 'Debian GNU/Linux 8 (jessie)',
    kernelVersion: '4.9.13-bee42-v8',
    memoryKi: 985_204,
    storageKi: 30_474_124,
    labels: NETWORK_LABEL,
    taints: byArchitecture('arm64'),
  },
  {
    ...HYPRIOT,
    name: 'pi6',
    age: '43m20s',
    address: '192.168.200.216',
    podCIDR: '10.47.0.0/24',
    labels: NETWORK_LABEL,
  },
  {
    ...HYPRIOT,
    name: 'pi7',
    age: '43m5s',
    address: '192.168.200.217',
    podCIDR: '10.46.0.0/24',
    lost: { noticed: '12m5s', renewed: '12m55s' },
  },
  {
    ...UBUNTU,
    name: 'upboard1',
    age: '46m10s',
    address: '192.168.200.211',
    podCIDR: '10.32.0.0/24',
    kubeletVersion: 'v1.7.0-alpha.0.1446+33eb8794c93d5b-dirty',
    kernelVersion: '4.4.0-67-generic',
    labels: { ...NETWORK_LABEL, 'node-role.kubernetes.io/control-plane': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  },
  {
    ...UBUNTU,
    name: 'upboard2',
    age: '43m45s',
    address: '192.168.200.212',
    podCIDR: '10.44.0.0/24',
    kernelVersion: '4.4.0-66-generic',
    labels: NETWORK_LABEL,
    lost: { noticed: '40s', renewed: '90s' },
  },
];

/** When the node lifecycle controller marked upboard2's pods not ready. */
export const UPBOARD2_LOST = '40s';
