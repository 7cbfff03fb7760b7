// Traefik: listens where its entry points say, and leads what comes in there to what Ingresses of its class name
// (doc.traefik.io/traefik: entry points, providers kubernetesIngress).
import type { Container } from 'kubernetes-types/core/v1';
import type { HttpApplication } from '../proxy/applications.ts';
import type { Address } from '../proxy/cluster-network.ts';
import {
  ConnectionError,
  type HttpRequest,
  type HttpResponse,
  page,
  pageNotFound,
  text,
} from '../proxy/http-message.ts';
import type { ObjectSource } from '../usage/load.ts';
import type { BehaviourOf } from './behaviour-of.ts';
import { routeOf } from './ingress-routes.ts';

const ENTRY_POINT = /^--entry-?points\.([\w-]+)\.address=.*:(\d+)(?:\/tcp)?$/i;
const NAMESPACES = /^--providers\.kubernetesingress\.namespaces=(.+)$/i;
const CONTROLLER = 'traefik.io/ingress-controller';
/** The entry point of its own pages. */
const OWN = 'traefik';

/** Version 2 and later, which is told its entry points so. */
export const traefik: BehaviourOf = (_ground, _pod, container) => {
  const ports = entryPoints(container).map(({ port }) => port);
  return ports.length === 0 ? {} : { application: { name: 'ingress-router', ports } };
};

export interface RouterParts {
  source: ObjectSource;
  ask: (address: Address, request: HttpRequest) => HttpResponse;
  /** Which of so many is next. */
  turn: (count: number) => number;
}

export function ingressRouter({ source, ask, turn }: RouterParts): HttpApplication {
  return {
    ports: [],
    answer(request, { namespace, pod: name, port }) {
      const containers = source.get('pods', namespace, name)?.spec?.containers ?? [];
      const isOwn = containers.some((one) =>
        entryPoints(one).some((point) => point.name === OWN && point.port === port),
      );
      if (isOwn) return ownPage(request);
      const given = containers.flatMap(({ args = [] }) => args).flatMap((word) => NAMESPACES.exec(word)?.[1] ?? []);
      const namespaces = given.length === 0 ? null : given.flatMap((names) => names.split(','));
      const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
      const route = routeOf(source, { controller: CONTROLLER, namespaces, host, path: request.path });
      if (route === null) return pageNotFound();
      const next = route[turn(route.length)];
      return next === undefined ? text('no available server\n', 503) : passedOn(ask, next, request);
    },
  };
}

function ownPage({ path }: HttpRequest): HttpResponse {
  if (path === '/ping') return text('OK');
  return path === '/dashboard/' ? page('Traefik', 'Routers and services.') : pageNotFound();
}

/** An Ingress may lead back to where it is read. */
const HOPS_MAX = 8;
const HOP = '1.1 traefik';

function passedOn(ask: RouterParts['ask'], { host, port }: { host: string; port: number }, request: HttpRequest) {
  const hops = (request.headers['via'] ?? '').split(', ').filter((hop) => hop === HOP);
  if (hops.length >= HOPS_MAX) return text('Bad Gateway', 502);
  const headers = { ...request.headers, via: [...hops, HOP].join(', ') };
  try {
    return ask({ scheme: 'http', host, port }, { ...request, headers });
  } catch (error) {
    if (error instanceof ConnectionError) return text('Bad Gateway', 502);
    throw error;
  }
}

function entryPoints({ args = [] }: Container): { name: string; port: number }[] {
  return args.flatMap((word) => {
    const [, name, port] = ENTRY_POINT.exec(word) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), port: Number(port) }];
  });
}
