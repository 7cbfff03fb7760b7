// Five boards of a home: two Raspberry Pis of 64 bits and one of 32, a mini PC, and a RISC-V board.
import type { Board, Hardware as BoardHardware } from '../../kubelet/board.ts';
import type { NodeInput } from '../objects/nodes.ts';

const RELEASE = 'v1.37.2+k3s1';
/** k3s publishes no binaries for riscv64: one of one's own names the commit it was built from. */
const OWN_BUILD = 'v1.37.2+k3s-4f1c9a27';

export const SERVER = 'raspi5';

const MMC = { device: 'mmcblk0', partition: 'mmcblk0p2' };
const GIGAHERTZ = 1_000_000_000;

/** Of a Raspberry Pi: its firmware says when the voltage is too low. */
function raspberryPi(maxGigahertz: number, restCelsius: number, busyCelsius: number, usedShare: number): BoardHardware {
  return {
    restCelsius,
    busyCelsius,
    thermalZone: 'cpu-thermal',
    voltageAlarm: true,
    maxHertz: maxGigahertz * GIGAHERTZ,
    disk: { ...MMC, usedShare },
    network: 'eth0',
  };
}

const MINI_PC: BoardHardware = {
  restCelsius: 41,
  busyCelsius: 78,
  thermalZone: 'x86_pkg_temp',
  voltageAlarm: false,
  maxHertz: 3.4 * GIGAHERTZ,
  disk: { device: 'nvme0n1', partition: 'nvme0n1p2', usedShare: 0.18 },
  network: 'enp1s0',
};

const VISIONFIVE: BoardHardware = {
  restCelsius: 46,
  busyCelsius: 72,
  thermalZone: 'cpu-thermal',
  voltageAlarm: false,
  maxHertz: 1.5 * GIGAHERTZ,
  disk: { device: 'mmcblk1', partition: 'mmcblk1p4', usedShare: 0.22 },
  network: 'end0',
};

function board(node: string, architecture: string, coreSpeed: number, pullBytesPerSecond: number): Board {
  return { node, architecture, coreSpeed, pullBytesPerSecond, runtime: 'containerd', dark: [] };
}

export const BOARDS: readonly Board[] = [
  { ...board('raspi5', 'arm64', 6.2, 30_000_000), hardware: raspberryPi(2.4, 48, 76, 0.14) },
  { ...board('raspi4', 'arm64', 2.6, 14_000_000), hardware: raspberryPi(1.8, 46, 74, 0.37) },
  // A 32-bit system under a 64-bit kernel: everything of Kubernetes on it is 32-bit, and so is what it pulls.
  { ...board('raspi3', 'arm', 1, 4_000_000), platform: 'arm/v8', hardware: raspberryPi(1.2, 45, 73, 0.41) },
  { ...board('n100', 'amd64', 9, 45_000_000), hardware: MINI_PC },
  { ...board('visionfive', 'riscv64', 1.3, 9_000_000), hardware: VISIONFIVE },
];

/** Boards whose images ServiceLB has; it runs on no other once one is labelled. */
const LOAD_BALANCER = { 'svccontroller.k3s.cattle.io/enablelb': 'true' };

interface Hardware {
  name: string;
  index: number;
  age: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Labels and annotations that k3s and its flannel write on each node. */
function k3sNode({ name, index, age, labels, annotations }: Hardware) {
  const address = `192.168.178.${20 + index}`;
  return {
    name,
    age,
    address,
    podCIDR: `10.42.${index}.0/24`,
    cores: 4,
    kubeletVersion: RELEASE,
    runtime: 'containerd://2.2.9-k3s1',
    providerID: `k3s://${name}`,
    labels: {
      'beta.kubernetes.io/instance-type': 'k3s',
      'node.kubernetes.io/instance-type': 'k3s',
      ...labels,
    },
    annotations: {
      'alpha.kubernetes.io/provided-node-ip': address,
      'flannel.alpha.coreos.com/backend-data': `{"VNI":1,"VtepMAC":"ae:31:7f:02:9c:${20 + index}"}`,
      'flannel.alpha.coreos.com/backend-type': 'vxlan',
      'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
      'flannel.alpha.coreos.com/public-ip': address,
      'k3s.io/hostname': name,
      'k3s.io/internal-ip': address,
      'k3s.io/node-args': name === SERVER ? '["server"]' : '["agent"]',
      'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      ...annotations,
    },
  };
}

const RASPBERRY_PI_OS = 'Debian GNU/Linux 13 (trixie)';

export const NODES: readonly NodeInput[] = [
  {
    ...k3sNode({
      name: 'raspi5',
      index: 0,
      age: '41d3h',
      labels: { 'node-role.kubernetes.io/control-plane': 'true', ...LOAD_BALANCER },
    }),
    architecture: 'arm64',
    osImage: RASPBERRY_PI_OS,
    kernelVersion: '6.12.47+rpt-rpi-2712',
    memoryKi: 8_256_608,
    storageKi: 239_307_212,
  },
  {
    ...k3sNode({ name: 'raspi4', index: 1, age: '41d2h', labels: LOAD_BALANCER }),
    architecture: 'arm64',
    osImage: RASPBERRY_PI_OS,
    kernelVersion: '6.12.47+rpt-rpi-v8',
    memoryKi: 3_884_360,
    storageKi: 60_867_740,
  },
  {
    ...k3sNode({
      name: 'raspi3',
      index: 2,
      age: '39d',
      labels: { ...LOAD_BALANCER, 'example.org/zigbee': 'stick' },
    }),
    architecture: 'arm',
    osImage: 'Raspbian GNU/Linux 13 (trixie)',
    kernelVersion: '6.12.47+rpt-rpi-v8',
    memoryKi: 944_264,
    storageKi: 30_353_460,
  },
  {
    ...k3sNode({ name: 'n100', index: 3, age: '33d', labels: LOAD_BALANCER }),
    architecture: 'amd64',
    osImage: 'Ubuntu 24.04.3 LTS',
    kernelVersion: '6.8.0-87-generic',
    memoryKi: 16_128_236,
    storageKi: 490_617_784,
  },
  {
    ...k3sNode({
      name: 'visionfive',
      index: 4,
      age: '12d',
      annotations: { 'bramble/board': 'VisionFive 2' },
    }),
    architecture: 'riscv64',
    kubeletVersion: OWN_BUILD,
    osImage: RASPBERRY_PI_OS,
    kernelVersion: '6.12.48+deb13-riscv64',
    memoryKi: 8_130_960,
    storageKi: 61_202_244,
    taints: [{ key: 'kubernetes.io/arch', value: 'riscv64', effect: 'NoSchedule' }],
  },
];

/** What a load balancer of k3s gives: the boards it runs on. */
export const BALANCER_ADDRESSES: readonly string[] = NODES.filter(
  ({ labels = {} }) => labels['svccontroller.k3s.cattle.io/enablelb'] === 'true',
).map(({ address }) => address);
