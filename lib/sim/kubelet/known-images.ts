// Images that anybody may run on a simulated cluster: names and platforms as public registries have them,
// sizes rounded. What is not here and not in the scenario does not exist.
import { EXAMPLE_IMAGES } from './example-images.ts';
import type { ImageFacts } from './image-facts.ts';

/** Official images on Debian, on Alpine and on Ubuntu: what each base is built for. */
const DEBIAN = ['amd64', 'arm/v5', 'arm/v7', 'arm64/v8', '386', 'ppc64le', 'riscv64', 's390x'];
const ALPINE = ['amd64', 'arm/v6', 'arm/v7', 'arm64/v8', '386', 'ppc64le', 'riscv64', 's390x'];
const UBUNTU = ['amd64', 'arm/v7', 'arm64/v8', 'ppc64le', 'riscv64', 's390x'];
/** What programs in Go are mostly published for; on registry.k8s.io 64-bit Arm has no variant. */
const SERVERS_ON = ['amd64', 'arm/v7', 'arm64', 'ppc64le', 's390x'];
const WITH_RISCV = [...SERVERS_ON, 'riscv64'];
const NO_32_BIT = ['amd64', 'arm64', 'ppc64le', 's390x'];
const HOME = ['amd64', 'arm/v7', 'arm64'];
const WINDOWS = 'windows/amd64';
const MB = 1_000_000;

/** Platforms in the notation of `docker buildx`: `arm/v7` is linux/arm/v7. */
type Row = [name: string, sizeMb: number, platforms: readonly string[], log: string, usage: string, startupMs?: number];

/** Servers: they run until they are told to stop. */
const SERVERS: readonly Row[] = [
  ['nginx', 72, DEBIAN, 'nginx', 'web'],
  ['httpd', 58, DEBIAN, 'httpd', 'web'],
  ['caddy', 18, ['amd64', 'arm/v6', 'arm/v7', 'arm64/v8', 'ppc64le', 'riscv64', 's390x'], 'generic', 'web'],
  ['traefik', 50, ['amd64', 'arm/v6', 'arm64/v8', 'ppc64le', 'riscv64', 's390x'], 'traefik', 'proxy'],
  ['haproxy', 40, DEBIAN, 'generic', 'proxy'],
  ['traefik/whoami', 3, HOME, 'generic', 'small'],
  ['redis', 45, DEBIAN, 'redis', 'database', 3_000],
  ['memcached', 34, DEBIAN, 'generic', 'small'],
  ['postgres', 150, DEBIAN, 'generic', 'database', 8_000],
  ['mysql', 240, ['amd64', 'arm64/v8'], 'generic', 'database', 20_000],
  ['mariadb', 120, ['amd64', 'arm64/v8', 'ppc64le', 's390x'], 'generic', 'database', 12_000],
  ['rabbitmq', 100, UBUNTU, 'generic', 'database', 15_000],
  ['eclipse-mosquitto', 8, ALPINE, 'generic', 'small'],
  ['registry', 20, ['amd64', 'arm/v6', 'arm/v7', 'arm64/v8', 'ppc64le', 'riscv64', 's390x'], 'generic', 'small'],
  ['registry.k8s.io/pause', 1, NO_32_BIT, 'silent', 'pause'],
  ['registry.k8s.io/echoserver', 45, SERVERS_ON, 'generic', 'web'],
  ['registry.k8s.io/e2e-test-images/agnhost', 54, SERVERS_ON, 'generic', 'small'],
  ['registry.k8s.io/hpa-example', 150, SERVERS_ON, 'httpd', 'web'],
  ['registry.k8s.io/metrics-server/metrics-server', 20, SERVERS_ON, 'apiserver', 'adapter'],
  ['registry.k8s.io/coredns/coredns', 18, SERVERS_ON, 'dns', 'dns'],
  ['registry.k8s.io/kube-proxy', 30, NO_32_BIT, 'kube-proxy', 'kube-proxy'],
  ['registry.k8s.io/kube-apiserver', 30, NO_32_BIT, 'apiserver', 'kube-apiserver'],
  ['registry.k8s.io/kube-controller-manager', 26, NO_32_BIT, 'controller', 'kube-controller-manager'],
  ['registry.k8s.io/kube-scheduler', 19, NO_32_BIT, 'controller', 'kube-scheduler'],
  ['registry.k8s.io/etcd', 62, NO_32_BIT, 'etcd', 'etcd'],
  ['ghcr.io/flannel-io/flannel', 34, WITH_RISCV, 'controller', 'flannel'],
  ['ghcr.io/flannel-io/flannel-cni-plugin', 5, WITH_RISCV, 'silent', 'small'],
  ['registry.k8s.io/prometheus-adapter/prometheus-adapter', 30, SERVERS_ON, 'apiserver', 'adapter'],
  ['registry.k8s.io/e2e-test-images/sample-apiserver', 25, NO_32_BIT, 'apiserver', 'adapter'],
  ['quay.io/prometheus/prometheus', 110, SERVERS_ON, 'prometheus', 'prometheus', 6_000],
  ['quay.io/prometheus/node-exporter', 12, WITH_RISCV, 'generic', 'small'],
  ['quay.io/prometheus-operator/prometheus-operator', 30, SERVERS_ON, 'controller', 'controller'],
  ['quay.io/prometheus-operator/prometheus-config-reloader', 14, SERVERS_ON, 'controller', 'small'],
  ['quay.io/coreos/etcd', 60, NO_32_BIT, 'etcd', 'small-etcd'],
  ['grafana/grafana', 180, HOME, 'grafana', 'grafana', 8_000],
  ['influxdb', 120, ['amd64', 'arm64/v8'], 'influxdb', 'influxdb', 6_000],
  ['ngrok/ngrok', 40, ['amd64', 'arm/v7', 'arm64', '386'], 'ngrok', 'small'],
  ['rancher/local-path-provisioner', 20, WITH_RISCV, 'controller', 'small'],
  ['hashicorp/http-echo', 6, ['amd64', 'arm', 'arm64', '386'], 'generic', 'small'],
  ['nginxinc/nginx-unprivileged', 75, DEBIAN, 'nginx', 'web'],
];

/** Shells and languages: without a command they end at once, as without a terminal nothing is typed into them. */
const TOOLS: readonly [name: string, sizeMb: number, platforms: readonly string[]][] = [
  ['busybox', 2, ['amd64', 'arm/v5', 'arm/v6', 'arm/v7', 'arm64/v8', '386', 'ppc64le', 'riscv64', 's390x']],
  ['alpine', 4, ALPINE],
  ['debian', 49, DEBIAN],
  ['ubuntu', 30, UBUNTU],
  ['fedora', 70, ['amd64', 'arm64/v8', 'ppc64le', 's390x']],
  ['bash', 6, ALPINE],
  ['python', 370, [...DEBIAN, WINDOWS]],
  ['node', 390, ['amd64', 'arm/v7', 'arm64/v8', 'ppc64le', 's390x']],
  ['golang', 300, ['amd64', 'arm/v7', 'arm64/v8', '386', 'ppc64le', 'riscv64', 's390x', WINDOWS]],
  ['perl', 350, DEBIAN],
  ['curlimages/curl', 10, WITH_RISCV],
  ['docker', 130, ['amd64', 'arm/v6', 'arm/v7', 'arm64/v8']],
  ['registry.k8s.io/e2e-test-images/busybox', 2, SERVERS_ON],
];

/** `<arch>/name` holds one platform's images: the one way to a wrong architecture that every user of Docker Hub has. */
const PER_ARCHITECTURE: readonly [prefix: string, platform: string][] = [
  ['amd64', 'amd64'],
  ['arm32v5', 'arm/v5'],
  ['arm32v6', 'arm/v6'],
  ['arm32v7', 'arm/v7'],
  ['arm64v8', 'arm64/v8'],
  ['i386', '386'],
  ['ppc64le', 'ppc64le'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
];

function server([name, sizeMb, platforms, log, usage, startupMs = 1_000]: Row): ImageFacts {
  return { name, tags: null, platforms, sizeBytes: sizeMb * MB, startupMs, log, usage };
}

const FACTS: readonly ImageFacts[] = [
  ...SERVERS.map(server),
  ...TOOLS.map(([name, sizeMb, platforms]): ImageFacts => {
    const shape = { tags: null, startupMs: 0, log: 'silent', usage: 'small', runsForMs: 1_000, entrypoint: '/bin/sh' };
    return { name, platforms, sizeBytes: sizeMb * MB, ...shape };
  }),
  {
    name: 'hello-world',
    tags: null,
    platforms: ['amd64', 'arm/v5', 'arm/v7', 'arm64/v8', '386', 'ppc64le', 'riscv64', 's390x', WINDOWS],
    sizeBytes: 10_000,
    startupMs: 0,
    log: 'hello-world',
    usage: 'small',
    runsForMs: 1_000,
    entrypoint: '/hello',
  },
].map((facts) => (facts.name.includes('/') ? facts : { ...facts, attested: true }));

function perArchitecture(facts: ImageFacts): ImageFacts[] {
  if (facts.name.includes('/')) return [];
  return PER_ARCHITECTURE.filter(([, platform]) => facts.platforms.includes(platform)).map(([prefix, platform]) => ({
    ...facts,
    name: `${prefix}/${facts.name}`,
    platforms: [platform],
    singlePlatform: true,
    attested: false,
  }));
}

/** Tags for 32-bit Arm: Kubernetes publishes no linux/arm images of what runs on nodes from 1.27 on, InfluxDB none of 2. */
const LAST_ON_ARM: readonly ImageFacts[] = [
  {
    ...server(['registry.k8s.io/kube-proxy', 22, SERVERS_ON, 'kube-proxy', 'kube-proxy']),
    tags: ['v1.26.15'],
  },
  { ...server(['influxdb', 100, HOME, 'influxdb', 'influxdb', 6_000]), tags: ['1.8.6'], attested: true },
  { ...server(['registry.k8s.io/pause', 1, SERVERS_ON, 'silent', 'pause']), tags: ['3.6', '3.8', '3.9'] },
];

export const KNOWN_IMAGES: readonly ImageFacts[] = [
  ...LAST_ON_ARM,
  ...FACTS,
  ...FACTS.flatMap(perArchitecture),
  ...EXAMPLE_IMAGES,
];
