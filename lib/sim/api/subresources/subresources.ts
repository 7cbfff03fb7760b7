// Subresources and virtual resources that are not plain objects: each kind of request and what answers it.
import type { Access } from '../../identity/access.ts';
import type { ServiceAccountTokens } from '../../identity/service-account-tokens.ts';
import type { User } from '../../identity/user.ts';
import type { ClusterNetwork } from '../../proxy/cluster-network.ts';
import { badRequest, methodNotAllowed } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import { fieldsOf, type ResourceId } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { type Call, storedAnswer } from '../call.ts';
import { bindPod } from '../write/binding.ts';
import { finalizeNamespace } from '../write/finalize.ts';
import { localAccessReview, selfAccessReview, subjectAccessReview } from './answer-access-reviews.ts';
import { evictionAnswer } from './answer-eviction.ts';
import { type LogSource, logAnswer } from './answer-log.ts';
import { proxyAnswer } from './answer-proxy.ts';
import { rulesReview, selfReview } from './answer-reviews.ts';
import { scaleAnswer } from './answer-scale.ts';
import { STREAMS, streamAnswer } from './answer-streams.ts';
import { tokenAnswer } from './answer-token.ts';
import { tokenReview } from './answer-token-review.ts';

export interface SubresourceParts {
  access: Access;
  tokens: ServiceAccountTokens;
  logs: LogSource;
  network: ClusterNetwork;
}

/** Subresources that hand a connection on. */
export const CONNECTED: ReadonlySet<string> = new Set([...STREAMS, 'proxy']);

/** Null where the call is about nothing special: then it is one about a plain object. */
export function specialAnswer(call: Call, user: User, parts: SubresourceParts): Answer | null {
  const { resource } = call.served.type;
  const { subresource } = call.info;
  if (subresource === '') return virtualAnswer(call, user, parts);
  if (subresource === 'proxy') return proxyAnswer(call, parts.network);
  if (subresource === 'scale') return scaleAnswer(call);
  if (resource === 'pods') return podAnswer(call, user, parts);
  if (resource === 'namespaces' && subresource === 'finalize') return finalizeAnswer(call);
  if (resource === 'serviceaccounts' && subresource === 'token') {
    return onlyCreate(call, () => tokenAnswer(call, parts.tokens));
  }
  return null;
}

type VirtualAnswer = (call: Call, user: User, access: Access) => Answer;

/** Resources that are questions or orders: nothing of theirs is stored. */
const VIRTUAL: ReadonlyMap<ResourceId, VirtualAnswer> = new Map<ResourceId, VirtualAnswer>([
  ['localsubjectaccessreviews.authorization.k8s.io', localAccessReview],
  ['selfsubjectaccessreviews.authorization.k8s.io', selfAccessReview],
  ['subjectaccessreviews.authorization.k8s.io', subjectAccessReview],
  ['tokenreviews.authentication.k8s.io', tokenReview],
  ['selfsubjectrulesreviews.authorization.k8s.io', rulesReview],
  ['selfsubjectreviews.authentication.k8s.io', selfReview],
  ['bindings', bindingAnswer],
]);

function virtualAnswer(call: Call, user: User, { access }: SubresourceParts): Answer | null {
  const answer = VIRTUAL.get(call.served.storage);
  return answer === undefined ? null : onlyCreate(call, () => answer(call, user, access));
}

function podAnswer(call: Call, user: User, parts: SubresourceParts): Answer | null {
  const { subresource, verb } = call.info;
  if (subresource === 'eviction') return onlyCreate(call, () => evictionAnswer(call));
  if (subresource === 'binding') return onlyCreate(call, () => bindingAnswer(call));
  if (subresource === 'log') {
    if (verb !== 'get') throw methodNotAllowed();
    return logAnswer(call, parts.logs);
  }
  return STREAMS.has(subresource) ? streamAnswer(call, user, parts.access) : null;
}

function onlyCreate(call: Call, answer: () => Answer): Answer {
  if (call.info.verb !== 'create') throw methodNotAllowed();
  return answer();
}

function bindingAnswer({ machine, info, request, write }: Call): Answer {
  const binding = decodeBody(request, 'Binding');
  const { name = info.name, uid } = binding.metadata ?? {};
  const target = fieldsOf(binding).target;
  const { kind, name: node } = typeof target === 'object' && target !== null ? fieldsOf(target) : {};
  if (info.name !== '' && name !== info.name) throw badRequest('name in URL does not match name in Binding object');
  // pkg/apis/core/validation/validation.go ValidatePodBinding; its errors are handed on as they are.
  const faults = [
    ...(kind === undefined || kind === '' || kind === 'Node'
      ? []
      : [`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`]),
    ...(typeof node === 'string' && node !== '' ? [] : ['target.name: Required value']),
  ];
  if (typeof node !== 'string' || faults.length > 0) {
    throw new StatusError('', faults.length > 1 ? `[${faults.join(', ')}]` : faults.join());
  }
  bindPod(machine, { namespace: info.namespace, name, ...(uid ? { uid } : {}) }, node, write);
  return objectAnswer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 'json', 201);
}

function finalizeAnswer(call: Call): Answer {
  if (call.info.verb !== 'update') throw methodNotAllowed();
  const { spec } = fieldsOf(decodeBody(call.request, 'Namespace'));
  const given = typeof spec === 'object' && spec !== null ? fieldsOf(spec).finalizers : undefined;
  const finalizers = Array.isArray(given) ? given.map(String) : [];
  return storedAnswer(call, finalizeNamespace(call.machine, call.info.name, finalizers, call.write));
}
