// The few labels, taints and sizes that generated clusters are made of: few, so that they meet.

export const HOSTNAME = 'kubernetes.io/hostname';
export const ARCH = 'kubernetes.io/arch';
export const ZONE = 'topology.kubernetes.io/zone';

export const ARCHITECTURES = ['amd64', 'arm64', 'arm'] as const;
export const ZONES = ['attic', 'cellar', 'kitchen'] as const;
export const DISKS = ['ssd', 'sd', 'usb'] as const;
/** Numbers, for Gt and Lt. */
export const BOARD_YEARS = ['2012', '2016', '2019', '2023'] as const;

export const LABEL_VALUES: Readonly<Record<string, readonly string[]>> = {
  [ARCH]: ARCHITECTURES,
  [ZONE]: ZONES,
  'bramble.test/disk': DISKS,
  'bramble.test/year': BOARD_YEARS,
};

export const TAINTS = [
  { key: 'bramble.test/arch', value: 'arm', effect: 'NoSchedule' },
  { key: 'bramble.test/arch', value: 'arm64', effect: 'NoSchedule' },
  { key: 'bramble.test/arch', value: 'arm64', effect: 'NoExecute' },
  { key: 'bramble.test/slow', effect: 'PreferNoSchedule' },
  { key: 'bramble.test/slow', effect: 'NoSchedule' },
  { key: 'bramble.test/teacher', value: 'only', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' },
] as const;

export const APPS = ['web', 'cache', 'sensor'] as const;
export const TIERS = ['front', 'back'] as const;
export const NAMESPACES = [
  { name: 'home', labels: { team: 'red' } },
  { name: 'lab', labels: { team: 'blue' } },
  { name: 'shed', labels: {} },
] as const;

export const LED = 'bramble.test/led';
export const IMAGES = [
  { name: 'registry.test/web:1', sizeBytes: 250_000_000 },
  { name: 'registry.test/cache:latest', sizeBytes: 40_000_000 },
  { name: 'registry.test/big:7', sizeBytes: 1_800_000_000 },
] as const;
