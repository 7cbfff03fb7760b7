// Images that anybody may run on a simulated cluster: names and platforms as public registries have them,
// sizes rounded. What is not here and not in the scenario does not exist.
import type { ImageFacts } from './image-facts.ts';

const SERVER_ARCHITECTURES = ['amd64', 'arm', 'arm64', 'ppc64le', 's390x'];
const EVERYWHERE = [...SERVER_ARCHITECTURES, 'riscv64'];
const NO_32_BIT = ['amd64', 'arm64', 'ppc64le', 's390x'];
const MB = 1_000_000;

type Row = [
  name: string,
  sizeMb: number,
  architectures: readonly string[],
  log: string,
  usage: string,
  startupMs?: number,
];

/** Servers: they run until they are told to stop. */
const SERVERS: readonly Row[] = [
  ['nginx', 72, EVERYWHERE, 'nginx', 'web'],
  ['httpd', 58, EVERYWHERE, 'httpd', 'web'],
  ['caddy', 18, EVERYWHERE, 'generic', 'web'],
  ['traefik', 50, ['amd64', 'arm', 'arm64', 'ppc64le', 'riscv64', 's390x'], 'traefik', 'proxy'],
  ['haproxy', 40, EVERYWHERE, 'generic', 'proxy'],
  ['traefik/whoami', 3, ['amd64', 'arm', 'arm64'], 'generic', 'small'],
  ['redis', 45, EVERYWHERE, 'redis', 'database', 3_000],
  ['memcached', 34, EVERYWHERE, 'generic', 'small'],
  ['postgres', 150, EVERYWHERE, 'generic', 'database', 8_000],
  ['mysql', 240, ['amd64', 'arm64'], 'generic', 'database', 20_000],
  ['mariadb', 120, ['amd64', 'arm64', 'ppc64le', 's390x'], 'generic', 'database', 12_000],
  ['rabbitmq', 100, EVERYWHERE, 'generic', 'database', 15_000],
  ['eclipse-mosquitto', 8, EVERYWHERE, 'generic', 'small'],
  ['registry', 20, EVERYWHERE, 'generic', 'small'],
  ['registry.k8s.io/pause', 1, NO_32_BIT, 'silent', 'pause'],
  ['registry.k8s.io/echoserver', 45, ['amd64', 'arm', 'arm64', 'ppc64le', 's390x'], 'generic', 'web'],
  ['registry.k8s.io/e2e-test-images/agnhost', 54, SERVER_ARCHITECTURES, 'generic', 'small'],
  ['registry.k8s.io/hpa-example', 150, SERVER_ARCHITECTURES, 'httpd', 'web'],
  ['registry.k8s.io/metrics-server/metrics-server', 20, SERVER_ARCHITECTURES, 'apiserver', 'adapter'],
  ['registry.k8s.io/coredns/coredns', 18, SERVER_ARCHITECTURES, 'dns', 'dns'],
  ['registry.k8s.io/kube-proxy', 30, NO_32_BIT, 'kube-proxy', 'kube-proxy'],
  ['registry.k8s.io/kube-apiserver', 30, NO_32_BIT, 'apiserver', 'kube-apiserver'],
  ['registry.k8s.io/kube-controller-manager', 26, NO_32_BIT, 'controller', 'kube-controller-manager'],
  ['registry.k8s.io/kube-scheduler', 19, NO_32_BIT, 'controller', 'kube-scheduler'],
  ['registry.k8s.io/etcd', 62, NO_32_BIT, 'etcd', 'etcd'],
  ['ghcr.io/flannel-io/flannel', 34, EVERYWHERE, 'controller', 'flannel'],
  ['ghcr.io/flannel-io/flannel-cni-plugin', 5, EVERYWHERE, 'silent', 'small'],
  ['registry.k8s.io/prometheus-adapter/prometheus-adapter', 30, SERVER_ARCHITECTURES, 'apiserver', 'adapter'],
  ['registry.k8s.io/e2e-test-images/sample-apiserver', 25, NO_32_BIT, 'apiserver', 'adapter'],
  ['quay.io/prometheus/prometheus', 110, SERVER_ARCHITECTURES, 'prometheus', 'prometheus', 6_000],
  ['quay.io/prometheus/node-exporter', 12, EVERYWHERE, 'generic', 'small'],
  ['quay.io/prometheus-operator/prometheus-operator', 30, SERVER_ARCHITECTURES, 'controller', 'controller'],
  ['quay.io/prometheus-operator/prometheus-config-reloader', 14, SERVER_ARCHITECTURES, 'controller', 'small'],
  ['quay.io/coreos/etcd', 60, NO_32_BIT, 'etcd', 'small-etcd'],
  ['grafana/grafana', 180, ['amd64', 'arm', 'arm64'], 'grafana', 'grafana', 8_000],
  ['influxdb', 120, ['amd64', 'arm64'], 'influxdb', 'influxdb', 6_000],
  ['ngrok/ngrok', 40, ['amd64', 'arm', 'arm64'], 'ngrok', 'small'],
  ['rancher/local-path-provisioner', 20, EVERYWHERE, 'controller', 'small'],
  ['hashicorp/http-echo', 6, ['amd64', 'arm', 'arm64'], 'generic', 'small'],
  ['nginxinc/nginx-unprivileged', 75, EVERYWHERE, 'nginx', 'web'],
];

/** Shells and languages: without a command they end at once, as without a terminal nothing is typed into them. */
const TOOLS: readonly [name: string, sizeMb: number, architectures: readonly string[]][] = [
  ['busybox', 2, EVERYWHERE],
  ['alpine', 4, EVERYWHERE],
  ['debian', 49, EVERYWHERE],
  ['ubuntu', 30, EVERYWHERE],
  ['fedora', 70, ['amd64', 'arm64', 'ppc64le', 's390x']],
  ['bash', 6, EVERYWHERE],
  ['python', 370, EVERYWHERE],
  ['node', 390, ['amd64', 'arm', 'arm64', 'ppc64le', 's390x']],
  ['golang', 300, EVERYWHERE],
  ['perl', 350, SERVER_ARCHITECTURES],
  ['curlimages/curl', 10, EVERYWHERE],
  ['docker', 130, ['amd64', 'arm', 'arm64']],
  ['registry.k8s.io/e2e-test-images/busybox', 2, SERVER_ARCHITECTURES],
];

/** `<arch>/name` holds one platform's images: the one way to a wrong architecture that every user of Docker Hub has. */
const PER_ARCHITECTURE: readonly [prefix: string, architecture: string][] = [
  ['amd64', 'amd64'],
  ['arm32v7', 'arm'],
  ['arm64v8', 'arm64'],
  ['ppc64le', 'ppc64le'],
  ['s390x', 's390x'],
  ['riscv64', 'riscv64'],
];

function server([name, sizeMb, architectures, log, usage, startupMs = 1_000]: Row): ImageFacts {
  return { name, tags: null, architectures, sizeBytes: sizeMb * MB, startupMs, log, usage };
}

const FACTS: readonly ImageFacts[] = [
  ...SERVERS.map(server),
  ...TOOLS.map(([name, sizeMb, architectures]): ImageFacts => {
    const shape = { tags: null, startupMs: 0, log: 'silent', usage: 'small', runsForMs: 1_000 };
    return { name, architectures, sizeBytes: sizeMb * MB, ...shape };
  }),
  {
    name: 'hello-world',
    tags: null,
    architectures: EVERYWHERE,
    sizeBytes: 10_000,
    startupMs: 0,
    log: 'hello-world',
    usage: 'small',
    runsForMs: 1_000,
  },
];

function perArchitecture(facts: ImageFacts): ImageFacts[] {
  if (facts.name.includes('/')) return [];
  return PER_ARCHITECTURE.filter(([, architecture]) => facts.architectures.includes(architecture)).map(
    ([prefix, architecture]) => ({
      ...facts,
      name: `${prefix}/${facts.name}`,
      architectures: [architecture],
      singlePlatform: true,
    }),
  );
}

/** The last for 32-bit Arm: Kubernetes publishes no linux/arm images of what runs on nodes from 1.27 on. */
const LAST_ON_ARM: readonly ImageFacts[] = [
  {
    ...server(['registry.k8s.io/kube-proxy', 22, SERVER_ARCHITECTURES, 'kube-proxy', 'kube-proxy']),
    tags: ['v1.26.15'],
  },
  { ...server(['registry.k8s.io/pause', 1, SERVER_ARCHITECTURES, 'silent', 'pause']), tags: ['3.6', '3.8', '3.9'] },
];

export const KNOWN_IMAGES: readonly ImageFacts[] = [...LAST_ON_ARM, ...FACTS, ...FACTS.flatMap(perArchitecture)];
