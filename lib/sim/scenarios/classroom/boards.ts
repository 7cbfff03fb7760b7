// The five boards of a classroom, each with a fresh system: the talk's kinds of boards, with today's software.
import type { Board } from '../../kubelet/board.ts';
import type { NodeInput } from '../objects/nodes.ts';

export const CONTROL_PLANE = 'up-1';
export const KUBERNETES = 'v1.37.2';
/** The last Kubernetes with a kubelet for 32-bit Arm. */
export const KUBERNETES_ON_ARM = 'v1.26.15';

const RASPBERRY_PI_3 = { coreSpeed: 1, pullBytesPerSecond: 4_000_000 };
const RASPBERRY_PI_4 = { coreSpeed: 2.6, pullBytesPerSecond: 14_000_000 };
const UP_BOARD = { coreSpeed: 2.2, pullBytesPerSecond: 12_000_000 };

function board(node: string, architecture: string, hardware: Pick<Board, 'coreSpeed' | 'pullBytesPerSecond'>): Board {
  return { node, architecture, ...hardware, runtime: 'containerd', dark: [] };
}

export const BOARDS: readonly Board[] = [
  board('up-1', 'amd64', UP_BOARD),
  board('up-2', 'amd64', UP_BOARD),
  board('pi4-64', 'arm64', RASPBERRY_PI_4),
  board('pi3-64', 'arm64', RASPBERRY_PI_3),
  board('pi3-32', 'arm', RASPBERRY_PI_3),
];

/** What flannel's agent and the kubelet write on each node. */
function common(address: string, index: number) {
  return {
    address,
    podCIDR: `10.244.${index}.0/24`,
    cores: 4,
    network: { reason: 'FlannelIsUp', message: 'Flannel is running on this node' },
    annotations: {
      'flannel.alpha.coreos.com/backend-data': `{"VNI":1,"VtepMAC":"6e:1a:0c:5d:20:${10 + index}"}`,
      'flannel.alpha.coreos.com/backend-type': 'vxlan',
      'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
      'flannel.alpha.coreos.com/public-ip': address,
      'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
    },
  };
}

const TODAY = { kubeletVersion: KUBERNETES, runtime: 'containerd://2.2.9' };

function upBoard(name: string, age: string, index: number): NodeInput {
  const base = common(`192.168.100.${10 + index}`, index);
  return {
    ...TODAY,
    ...base,
    name,
    age,
    architecture: 'amd64',
    osImage: 'Ubuntu 24.04.3 LTS',
    kernelVersion: '6.8.0-87-generic',
    memoryKi: 3_928_552,
    storageKi: 29_605_168,
    // Nothing in its Node object names an UP Board; whoever set the table did.
    annotations: { ...base.annotations, 'bramble/board': 'UP Board' },
  };
}

const RASPBERRY_PI_OS = { osImage: 'Debian GNU/Linux 13 (trixie)', kernelVersion: '6.12.47+rpt-rpi-v8' };

export const NODES: readonly NodeInput[] = [
  {
    ...upBoard('up-1', '21m', 0),
    labels: {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  },
  upBoard('up-2', '14m40s', 1),
  {
    ...TODAY,
    ...RASPBERRY_PI_OS,
    ...common('192.168.100.12', 2),
    name: 'pi4-64',
    age: '13m5s',
    architecture: 'arm64',
    memoryKi: 3_884_360,
    storageKi: 30_353_460,
  },
  {
    ...TODAY,
    ...RASPBERRY_PI_OS,
    ...common('192.168.100.13', 3),
    name: 'pi3-64',
    age: '12m20s',
    architecture: 'arm64',
    memoryKi: 925_304,
    storageKi: 30_353_460,
  },
  {
    ...common('192.168.100.14', 4),
    name: 'pi3-32',
    age: '10m15s',
    architecture: 'arm',
    kubeletVersion: KUBERNETES_ON_ARM,
    runtime: 'containerd://1.7.24',
    osImage: 'Raspbian GNU/Linux 13 (trixie)',
    kernelVersion: '6.12.47+rpt-rpi-v7',
    memoryKi: 944_264,
    storageKi: 30_353_460,
  },
];
