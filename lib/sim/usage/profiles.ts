// What programs use, by the name images give: at rest, and for each request they serve in a second.

export interface UsageProfile {
  /** On a Raspberry Pi 3; a faster board needs less. */
  idleMillicores: number;
  /** For one request per second. */
  requestMillicores: number;
  memoryMi: number;
  /** On top, for one request per second. */
  requestMemoryMi: number;
}

function profile(idleMillicores: number, memoryMi: number, requestMillicores = 0, requestMemoryMi = 0): UsageProfile {
  return { idleMillicores, memoryMi, requestMillicores, requestMemoryMi };
}

export const DEFAULT_PROFILE = profile(5, 20);

/** What the operating system and the kubelet use of a board where the scenario does not say. */
export const SYSTEM_PROFILE = profile(190, 170);

export const PROFILES: Readonly<Record<string, UsageProfile>> = {
  adapter: profile(12, 28),
  controller: profile(6, 26),
  database: profile(14, 60, 2),
  dns: profile(4, 14),
  etcd: profile(46, 88),
  flannel: profile(9, 22),
  grafana: profile(8, 42),
  'home-assistant': profile(60, 410),
  influxdb: profile(26, 66),
  'kube-apiserver': profile(160, 290),
  'kube-controller-manager': profile(72, 62),
  'kube-proxy': profile(7, 19),
  'kube-scheduler': profile(22, 24),
  media: profile(45, 340),
  'node-app': profile(18, 78),
  pause: profile(0, 1),
  prometheus: profile(38, 128),
  proxy: profile(7, 24, 0.5),
  'sample-app': profile(4, 24, 1.5, 0.03),
  small: profile(2, 8),
  'small-etcd': profile(12, 18),
  weave: profile(22, 54),
  web: profile(1, 8, 1, 0.05),
};
