// What programs print, by the log style their images name: lines at the start, then one after each period.

export interface LogStyle {
  /** At the container's start. */
  head: readonly string[];
  /** Between two of the repeated lines; null for none. Fixed, so that what was printed never changes afterwards. */
  periodMs: number | null;
  /** The n-th of them, at a time. */
  line(at: LineMoment): string;
}

export interface LineMoment {
  /** ISO 8601 with milliseconds. */
  iso: string;
  /** A whole number of many digits, stable for this line. */
  vary: number;
  index: number;
  pod: string;
  namespace: string;
}

const none = () => '';

export function quiet(...head: string[]): LogStyle {
  return { head, periodMs: null, line: none };
}

/** `I1123 03:20:11.123456       1`: the head of a klog line, as Kubernetes' own programs print it. */
function klog({ iso, vary }: LineMoment, source: string): string {
  const month = iso.slice(5, 7);
  const micros = String(vary % 1_000).padStart(3, '0');
  return `I${month}${iso.slice(8, 10)} ${iso.slice(11, 23)}${micros}       1 ${source}]`;
}

const address = (vary: number) => `10.${32 + (vary % 16)}.0.${1 + (vary % 13)}`;

export const LOG_STYLES: Readonly<Record<string, LogStyle>> = {
  silent: quiet(),
  generic: quiet('starting', 'listening, ready to serve'),
  'hello-world': quiet(
    '',
    'Hello from Docker!',
    'This message shows that your installation appears to be working correctly.',
    '',
  ),
  'sample-app': {
    head: ['Starting the sample metrics app', 'Listening on :8080, metrics at /metrics'],
    periodMs: 3_000,
    line: ({ iso, vary }) => `${iso} GET / 200 ${2 + (vary % 9)}ms`,
  },
  nginx: {
    head: [
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
      'nginx: using the "epoll" event method',
      'nginx: start worker processes',
    ],
    periodMs: null,
    line: none,
  },
  httpd: quiet('AH00094: Command line: httpd -D FOREGROUND', 'resuming normal operations'),
  redis: quiet(
    'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    'Running mode=standalone, port=6379.',
    'Ready to accept connections tcp',
  ),
  weave: {
    head: [
      'INFO: Weave router starting',
      'INFO: Our name is resolved from the machine ID',
      'INFO: Starting overlay bridge, port 6783',
      'INFO: Discovered remote MAC addresses over sleeve and fastdp',
      'INFO: Assuming quorum size of 3',
    ],
    periodMs: 120_000,
    line: ({ iso, vary }) => `INFO: ${iso} Discovered remote MAC ${mac(vary)} at peer ${mac(vary >>> 3)}`,
  },
  'weave-npc': {
    head: ['INFO: Starting the Weave network policy controller', 'INFO: Serving /metrics on :6781'],
    periodMs: null,
    line: none,
  },
  'kube-proxy': {
    head: [
      'Using iptables Proxier',
      'Tearing down inactive rules',
      'Starting service config controller',
      'Caches are synced',
    ],
    periodMs: 300_000,
    line: (at) => `${klog(at, 'proxier.go:722')} Syncing iptables rules, took ${30 + (at.vary % 90)}ms`,
  },
  controller: {
    head: ['Starting controller', 'Caches are synced, workers are running'],
    periodMs: 60_000,
    line: (at) => `${klog(at, 'controller.go:114')} Resync done, ${3 + (at.vary % 20)} objects looked at`,
  },
  apiserver: {
    head: ['Serving securely on 0.0.0.0:6443', 'Caches are synced for RequestHeaderAuthRequestController'],
    periodMs: 30_000,
    line: (at) =>
      `${klog(at, 'httplog.go:132')} "HTTP" verb="GET" URI="/healthz" latency="${1 + (at.vary % 7)}ms" resp=200`,
  },
  etcd: {
    head: ['raft: elected leader at term 2', 'serving insecure client requests on 127.0.0.1:2379'],
    periodMs: 300_000,
    line: ({ iso, vary }) => `${iso} I | mvcc: finished scheduled compaction at ${2_000 + (vary % 4_000)}`,
  },
  dns: {
    head: ['Found configuration, starting DNS', 'Ready for queries on 0.0.0.0:10053'],
    periodMs: null,
    line: none,
  },
  prometheus: {
    head: ['Starting prometheus', 'Loading configuration file', 'Listening on :9090'],
    periodMs: 300_000,
    line: ({ iso, vary }) =>
      `time="${iso}" level=info msg="Checkpointing fingerprint mappings and series" took="${(vary % 900) / 100}s"`,
  },
  traefik: {
    head: ['Traefik started', 'Starting server on :80', 'Starting provider Kubernetes'],
    periodMs: 45_000,
    line: ({ iso, vary, index }) =>
      `${address(vary)} - - [${iso}] "GET /dashboard/ HTTP/1.1" 200 ${900 + (vary % 700)} "${index}"`,
  },
  ngrok: quiet('starting web service addr=0.0.0.0:4040', 'tunnel session started', 'started tunnel name=command_line'),
  grafana: quiet('Starting Grafana', 'Initializing DB', 'HTTP Server Listen address=0.0.0.0:3000'),
  influxdb: {
    head: ['InfluxDB starting', 'Listening on HTTP: [::]:8086', 'Listening for signals'],
    periodMs: 60_000,
    line: ({ iso, vary }) =>
      `[httpd] ${address(vary)} - root [${iso}] "POST /write?db=k8s HTTP/1.1" 204 0 "-" "heapster"`,
  },
  dashboard: quiet(
    'Starting HTTP server on port 9090',
    'Creating API server client',
    'Serving insecurely on HTTP port: 9090',
  ),
};

function mac(vary: number): string {
  const part = (shift: number) => ((vary >>> shift) & 255).toString(16).padStart(2, '0');
  return [part(0), part(4), part(8), part(12), part(16), part(20)].join(':');
}
