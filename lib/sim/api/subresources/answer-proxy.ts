// Proxies to pods, services and nodes: which address a request is for, and what comes back from there.
// Mirrors pkg/registry/core/{pod,service/storage,node} ResourceLocation and apimachinery/pkg/util/proxy/upgradeaware.go.
import { isIPv4, isIPv6 } from 'node:net';
import type { Address, ClusterNetwork } from '../../proxy/cluster-network.ts';
import { ConnectionError, type HttpRequest, type HttpResponse } from '../../proxy/http-message.ts';
import { badRequest, methodNotAllowed, notFound } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { KUBELET_PORT, nodeAddress } from './kubelet-location.ts';
import { type AskedTarget, askedTarget } from './proxy-target.ts';
import { serviceAddress } from './service-address.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const DEFAULT_PORTS = { http: 80, https: 443 };

export function proxyAnswer(call: Call, network: ClusterNetwork): Answer {
  const { request, info } = call;
  if (!METHODS.has(request.method)) throw methodNotAllowed();
  const ask = locate(call, network);
  const path = pathBehind(call);
  if (path === '' && (request.method === 'GET' || request.method === 'HEAD')) {
    const query = request.query.size === 0 ? '' : `?${request.query}`;
    return { status: 301, contentType: '', body: [], headers: { location: `${encodeURI(info.path)}/${query}` } };
  }
  const { method, query, headers, body } = request;
  const answer = reached(ask, { method, path: path || '/', query, headers, body });
  return { headers: {}, ...answer, body: [answer.body] };
}

type Ask = (request: HttpRequest) => HttpResponse;

function locate(call: Call, network: ClusterNetwork): Ask {
  const { resource } = call.served.type;
  const asked = askedTarget(call.info.name, resource.replace(/s$/, ''));
  if (resource === 'nodes') return nodeAsk(call, asked, network);
  const address = resource === 'services' ? serviceAddress(call, asked, network) : podAddress(call, asked);
  return (request) => network.ask(address, request);
}

function reached(ask: Ask, request: HttpRequest): HttpResponse {
  try {
    return ask(request);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw new StatusError('ServiceUnavailable', `error trying to reach service: ${error.message}`);
  }
}

function podAddress({ machine, served, info }: Call, { scheme, name, port }: AskedTarget): Address {
  const pod = machine.store.get('pods', info.namespace, name);
  if (pod === undefined) throw notFound(served.type, name);
  const declared = pod.spec?.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
  const host = pod.status?.podIP ?? '';
  if (!isGlobalUnicast(host)) throw badRequest('address not allowed');
  return { scheme, host, port: port === '' ? (declared ?? DEFAULT_PORTS[scheme]) : portNumber(port) };
}

function nodeAsk({ machine, served }: Call, { scheme, name, port }: AskedTarget, network: ClusterNetwork): Ask {
  const host = nodeAddress(machine.store, name);
  if (host === undefined) throw notFound(served.type, name);
  if (!isGlobalUnicast(host)) throw badRequest('address not allowed');
  if (port === '' || port === String(KUBELET_PORT)) {
    return (request) => network.askKubelet(name, { scheme: 'https', host, port: KUBELET_PORT }, request);
  }
  const address = { scheme, host, port: portNumber(port) };
  return (request) => network.ask(address, request);
}

function portNumber(port: string): number {
  if (/^\d{1,5}$/.test(port)) return Number(port);
  throw new StatusError(
    'ServiceUnavailable',
    `error trying to reach service: dial tcp: lookup tcp/${port}: unknown port`,
  );
}

/** As Go's IsGlobalUnicast: neither loopback, link-local, multicast, broadcast nor unspecified. */
function isGlobalUnicast(address: string): boolean {
  if (isIPv6(address)) return !/^(?:::1?$|ff|fe[89ab])/i.test(address);
  if (!isIPv4(address)) return false;
  const [first = 0, second] = address.split('.').map(Number);
  const isLocal = first === 127 || (first === 169 && second === 254);
  const isMany = (first >= 224 && first <= 239) || address === '255.255.255.255' || address === '0.0.0.0';
  return !isLocal && !isMany;
}

/** What follows `/proxy` in the path, '' where nothing does: request-info trims the slashes that count here. */
function pathBehind({ info }: Call): string {
  const { path, resource, name } = info;
  const marker = `/${resource}/${name}/proxy`;
  return path.slice(path.indexOf(marker) + marker.length);
}
