// What the programs in simulated containers answer over HTTP: as much of each as people ask to see that it is there.
import { type HttpRequest, type HttpResponse, json, page, pageNotFound, text } from './http-message.ts';

/** The container that answers. */
export interface Self {
  pod: string;
  namespace: string;
  podIP: string;
  /** Where it was asked. */
  port: number;
  uid: string;
  /** Its node. */
  board: string;
  /** Requests that this pod has served: a whole number, which only grows while the container runs. */
  requestsServed: number;
  /** It says nothing of itself, on purpose. */
  isMute: boolean;
}

export interface HttpApplication {
  /** Where it listens; anything else is refused. */
  ports: readonly number[];
  /** It speaks HTTPS only. */
  tls?: boolean;
  answer(request: HttpRequest, self: Self): HttpResponse;
  /** It tells at `/metrics` how many requests it has served. */
  tells?: true;
  /** Requests of this kind are what it is there for, and are counted. */
  counts?(request: HttpRequest): boolean;
}

type Route = (request: HttpRequest, self: Self) => HttpResponse;

/** GET of a few paths, and `other` for what is not among them. */
function routes(table: Readonly<Record<string, Route>>, other: Route = pageNotFound): HttpApplication['answer'] {
  return (request, self) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return text('405 method not allowed\n', 405);
    const route = Object.hasOwn(table, request.path) ? table[request.path] : undefined;
    return (route ?? other)(request, self);
  };
}

const redirect = (location: string): HttpResponse => ({ ...text('', 302), headers: { location } });

function sampleAppMetrics({ requestsServed }: Self): HttpResponse {
  const lines = [
    '# HELP http_requests_total Requests this server has served.',
    '# TYPE http_requests_total counter',
    `http_requests_total ${requestsServed}`,
  ];
  return { status: 200, contentType: 'text/plain; version=0.0.4', body: `${lines.join('\n')}\n` };
}

/** What scripts in ConfigMaps say of themselves is not read. */
const hello: Route = ({ path }, { pod, board }) =>
  text(path === '/healthz' ? 'ok\n' : `Hello from ${pod} on ${board}\n`);

function whoami({ method, path, headers }: HttpRequest, { pod, podIP }: Self): HttpResponse {
  const { authorization: _secret, ...shown } = headers;
  const lines = [`Hostname: ${pod}`, 'IP: 127.0.0.1', `IP: ${podIP}`, `${method} ${path} HTTP/1.1`];
  for (const [name, value] of Object.entries(shown)) if (value !== undefined) lines.push(`${name}: ${value}`);
  return text(`${lines.join('\n')}\n`);
}

/** The agent's own API; its tunnel leads nowhere, so the name is one that nobody can have. */
const publicUrlOf = ({ uid }: Self) => `https://${uid.slice(0, 8)}.ngrok.example`;

/** ngrok.com/docs/agent/api: how version 3 lists what it has opened. */
function ngrokEndpoints(self: Self): HttpResponse {
  const upstream = { url: 'http://traefik-ingress-controller:80', protocol: 'http1' };
  const endpoint = { name: 'command_line', url: publicUrlOf(self), upstream, pooling_enabled: false };
  return json({ endpoints: [endpoint], uri: '/api/endpoints' });
}

function ngrokTunnels(self: Self): HttpResponse {
  const publicUrl = publicUrlOf(self);
  const config = { addr: 'traefik-ingress-controller:80', inspect: true };
  const tunnel = {
    name: 'command_line',
    uri: '/api/tunnels/command_line',
    public_url: publicUrl,
    proto: 'https',
    config,
  };
  return json({ tunnels: [tunnel], uri: '/api/tunnels' });
}

const forbidden: Route = ({ path }) => {
  const message = `forbidden: User "system:anonymous" cannot get path "${path}"`;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'Forbidden' };
  return json({ ...status, details: {}, code: 403 }, 403);
};

const missing: Route = () => page('404 Not Found', 'There is no such page here.', 404);

/** By the name an image gives it; those that measure stand in lib/sim/monitoring. */
export const HTTP_APPLICATIONS: Readonly<Record<string, HttpApplication>> = {
  'sample-app': {
    ports: [8080],
    answer: routes({
      '/': (_request, { pod, requestsServed }) =>
        text(`Hello! My name is ${pod}. I have served ${requestsServed} requests so far.\n`),
      '/metrics': (_request, self) => (self.isMute ? pageNotFound() : sampleAppMetrics(self)),
    }),
    tells: true,
    counts: ({ path }) => path === '/',
  },
  'counting-script': {
    ports: [8080],
    answer: routes({ '/metrics': (_request, self) => (self.isMute ? pageNotFound() : sampleAppMetrics(self)) }, hello),
    tells: true,
    counts: ({ path }) => path !== '/metrics' && path !== '/healthz',
  },
  script: { ports: [8080], answer: routes({}, hello) },
  nginx: {
    ports: [80],
    answer: routes(
      { '/': () => page('Welcome to nginx!', 'The web server runs, and serves its first page.') },
      missing,
    ),
  },
  'nginx-unprivileged': {
    ports: [8080],
    answer: routes(
      { '/': () => page('Welcome to nginx!', 'The web server runs, and serves its first page.') },
      missing,
    ),
  },
  httpd: { ports: [80], answer: routes({ '/': () => page('It works!', 'The web server runs.') }, missing) },
  caddy: {
    ports: [80],
    answer: routes({ '/': () => page('Caddy works!', 'The web server runs.') }, () => text('', 404)),
  },
  'hpa-example': {
    ports: [80],
    answer: routes({ '/': () => text('OK!') }, missing),
    counts: ({ path }) => path === '/',
  },
  whoami: { ports: [80], answer: whoami },
  'http-echo': { ports: [5678], answer: routes({ '/': () => text('hello-world\n') }) },
  echoserver: { ports: [8080], answer: whoami },
  traefik: {
    ports: [80, 8080],
    answer: routes({ '/ping': () => text('OK'), '/dashboard/': () => page('Traefik', 'Frontends and backends.') }),
  },
  grafana: {
    ports: [3000],
    answer: routes({
      '/': () => redirect('login'),
      '/login': () => page('Grafana', 'Log in to see dashboards.'),
      '/api/health': () => json({ database: 'ok' }),
    }),
  },
  influxdb: { ports: [8086], answer: routes({ '/ping': () => ({ ...text(''), status: 204 }) }) },
  ngrok: {
    ports: [4040],
    answer: routes({
      '/': () => redirect('inspect/http'),
      '/inspect/http': () => page('ngrok', 'No requests to display yet.'),
      '/api': () => json({ endpoints_uri: '/api/endpoints', tunnels_uri: '/api/tunnels', uri: '/api' }),
      '/api/endpoints': (_request, self) => ngrokEndpoints(self),
      '/api/tunnels': (_request, self) => ngrokTunnels(self),
    }),
  },
  dashboard: {
    ports: [9090],
    answer: routes({ '/': () => page('Kubernetes Dashboard', 'The pages of the dashboard are not simulated.') }),
  },
  registry: { ports: [5000], answer: routes({ '/': () => text(''), '/v2/': () => json({}) }) },
  apiserver: { ports: [443, 6443], tls: true, answer: routes({ '/healthz': () => text('ok') }, forbidden) },
};
