// exec, attach and portforward: no process runs here, so they end as on an API server that cannot reach the kubelet.
// Mirrors pkg/registry/core/pod/rest/subresources.go, streaming/pkg/httpstream/translator and
// apimachinery/pkg/util/proxy/upgradeaware.go.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Access } from '../../identity/access.ts';
import type { User } from '../../identity/user.ts';
import { badRequest, forbidden, methodNotAllowed } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import type { Answer } from '../answer.ts';
import { type Call, existing } from '../call.ts';
import { isTrue } from '../request-info.ts';
import { containerOf, kubeletAddress } from './kubelet-location.ts';
import { isUpgrade, isWebSocket, subprotocolsOf, webSocketAnswer } from './web-socket.ts';

export const STREAMS: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward']);

/** Remote command over WebSocket: the API server itself takes the connection before it asks the kubelet. */
const REMOTE_COMMAND = 'v5.channel.k8s.io';
const STDOUT = 1;
const STDERR = 2;
const ERRORS = 3;
/** The commands of an exec beyond these characters are not repeated in its error: a WebSocket frame has to hold it. */
const QUERY_LENGTH_MAX = 8_000;

export function streamAnswer(call: Call, user: User, access: Access): Answer {
  const { info, request } = call;
  const { verb, subresource } = info;
  if (verb !== 'get' && verb !== 'create') throw methodNotAllowed();
  checkCreate(call, user, access);
  const pod = existing(call) as Stored<Pod>;
  const { name, namespace } = pod.metadata;
  const container = subresource === 'portforward' ? '' : `/${containerOf(pod, request.query.get('container') ?? '')}`;
  const node = pod.spec?.nodeName ?? '';
  if (node === '') throw badRequest(`pod ${name} does not have a host assigned`);
  const address = kubeletAddress(call, node);
  if (!isUpgrade(request)) throw badRequest('Upgrade request required');
  const unreachable = `dial tcp ${address}: connect: no route to host`;
  const translated = isWebSocket(request) && subprotocolsOf(request).includes(REMOTE_COMMAND);
  if (subresource === 'portforward' || !translated) throw new StatusError('', `error dialing backend: ${unreachable}`);
  const url = `https://${address}/${subresource}/${namespace}/${name}${container}${kubeletQuery(request.query)}`;
  const why = `error sending request: Post "${url}": ${unreachable}`;
  const error = new StatusError('InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
  const { kind: _kind, apiVersion: _apiVersion, ...status } = error.toStatus();
  const text = Buffer.from(JSON.stringify(status));
  const opened = isTrue(request.query.get('stdout')) ? STDOUT : isTrue(request.query.get('stderr')) ? STDERR : ERRORS;
  const messages = [Buffer.of(opened), Buffer.concat([Buffer.of(ERRORS), text])];
  return webSocketAnswer(request, REMOTE_COMMAND, messages);
}

/** A WebSocket has to be opened with GET; what it does is a create all the same (registry/core/pod/rest/authorize.go). */
function checkCreate({ info }: Call, user: User, access: Access): void {
  const { group, resource, subresource, namespace, name } = info;
  const decision = access.decide(user, { verb: 'create', group, resource, subresource, namespace, name });
  if (!decision.allowed) throw forbidden({ group, resource }, name, decision.reason);
}

/** What the kubelet is asked for, as Go orders and names it. */
function kubeletQuery(query: URLSearchParams): string {
  const asked = new URLSearchParams();
  for (const word of query.getAll('command')) asked.append('command', word);
  if (isTrue(query.get('stderr'))) asked.append('error', '1');
  if (isTrue(query.get('stdin'))) asked.append('input', '1');
  if (isTrue(query.get('stdout'))) asked.append('output', '1');
  if (isTrue(query.get('tty'))) asked.append('tty', '1');
  const text = asked.toString();
  return text === '' ? '' : `?${text.slice(0, QUERY_LENGTH_MAX)}`;
}
