// The generic path of every request: what is asked, who asks, may they, and then the answer.
import type { User } from '../identity/user.ts';
import { methodNotAllowed, unknownPath } from '../refusals.ts';
import { StatusError } from '../status-error.ts';
import { aggregatedAnswer } from './aggregated-answer.ts';
import { type Answer, type ApiRequest, errorAnswer, objectAnswer, textAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { optionsKindOf, warningHeader } from './change/decode-object.ts';
import { deleteCollectionAnswer } from './change/delete-collection.ts';
import { isDryRun } from './change/delete-options.ts';
import { managerOf } from './change/field-manager.ts';
import { patchAnswer } from './change/patch-object.ts';
import { discoveryAnswer } from './discovery/discovery.ts';
import { healthAnswer } from './discovery/health.ts';
import { openApiAnswer } from './discovery/open-api.ts';
import { openApiV2Answer } from './discovery/open-api-v2.ts';
import { rootAnswer } from './discovery/root-paths.ts';
import { VERSION } from './discovery/version.ts';
import { askedFor } from './negotiation.ts';
import { createAnswer, deleteAnswer, getAnswer, updateAnswer } from './objects.ts';
import { listAnswer } from './read/list.ts';
import { ListSnapshots } from './read/list-snapshots.ts';
import { watchAnswer } from './read/watch.ts';
import { WatchStreams } from './read/watch-streams.ts';
import type { AggregatedSource } from './registry/aggregated-source.ts';
import type { Served } from './registry/registry.ts';
import { type RequestInfo, requestInfoOf } from './request-info.ts';
import { CONNECTED, type SubresourceParts, specialAnswer } from './subresources/subresources.ts';
import type { Machine } from './write/write-context.ts';

/** Subresources that are the object itself, of which only a part can be written. */
const OBJECT_PARTS: ReadonlySet<string> = new Set(['approval', 'ephemeralcontainers', 'status']);
const SERVICE_UNAVAILABLE = 503;
const PART_VERBS: ReadonlySet<string> = new Set(['get', 'patch', 'update']);

export class ApiServer {
  readonly watches = new WatchStreams();
  readonly #machine: Machine;
  readonly #snapshots = new ListSnapshots();
  readonly #parts: SubresourceParts;
  readonly #aggregated: AggregatedSource;

  constructor(machine: Machine, parts: SubresourceParts, aggregated: AggregatedSource) {
    this.#aggregated = aggregated;
    this.#machine = machine;
    this.#parts = parts;
  }

  /** Every request gets an answer; only a bug of ours throws. */
  answer(request: ApiRequest): Answer {
    try {
      const info = requestInfoOf(request.method, request.path, request.query);
      const user = this.#parts.access.authenticate(request);
      this.#parts.access.authorize(user, info);
      if (this.#isUnavailable(request.path)) return textAnswer('service unavailable\n', SERVICE_UNAVAILABLE);
      return info.isResource ? this.#resource(request, info, user) : this.#other(request);
    } catch (error) {
      if (error instanceof StatusError) return errorAnswer(error);
      throw error;
    }
  }

  /** Somebody else would answer: kube-aggregator pkg/apiserver/handler_proxy.go. */
  #isUnavailable(path: string): boolean {
    const [, root, group = '', version = ''] = path.split('/');
    return root === 'apis' && !this.#machine.registry.isAvailable(group, version);
  }

  #other(request: ApiRequest): Answer {
    // Health is said to any method; all else here can only be got.
    const health = healthAnswer(request);
    if (health !== null) return health;
    const { registry } = this.#machine;
    const found = discoveryAnswer(registry, request);
    if (request.method !== 'GET') throw methodNotAllowed();
    const answer =
      found ??
      openApiV2Answer(request) ??
      openApiAnswer(registry, request) ??
      rootAnswer(registry, this.#parts.tokens, request);
    if (answer !== null) return answer;
    if (request.path === '/version' || request.path === '/version/') return objectAnswer(VERSION);
    throw unknownPath();
  }

  #resource(request: ApiRequest, info: RequestInfo, user: User): Answer {
    const api = this.#aggregated.answering(info.group, info.version);
    if (api !== undefined && info.resource !== '') return aggregatedAnswer(this.#machine, api, info, request);
    const served = this.#machine.registry.find(info.group, info.version, info.resource);
    if (served === undefined) {
      const found = discoveryAnswer(this.#machine.registry, request);
      if (found !== null) return found;
      throw unknownPath();
    }
    // What is handed on is none of the API's own: its options and its media types are for who answers.
    const isConnected = CONNECTED.has(info.subresource);
    const warnings = deprecationOf(served);
    const call: Call = {
      machine: this.#machine,
      served,
      info,
      request,
      asked: askedFor(isConnected ? undefined : request.headers.accept),
      write: {
        manager: managerOf(request),
        dryRun: !isConnected && isDryRun(request.query.getAll('dryRun'), optionsKindOf(request)),
        user,
        warn: (text) => void warnings.push(text),
      },
      warnings,
    };
    const answer = this.#answerOrError(call, served, user);
    if (call.warnings.length === 0) return answer;
    return { ...answer, headers: { ...answer.headers, warning: warningHeader(call.warnings) } };
  }

  /** Warnings go with refusals too. */
  #answerOrError(call: Call, served: Served, user: User): Answer {
    try {
      return this.#dispatch(call, served, user);
    } catch (error) {
      if (error instanceof StatusError) return errorAnswer(error);
      throw error;
    }
  }

  #dispatch(call: Call, served: Served, user: User): Answer {
    const { info, request, asked } = call;
    if (!isRoute(info, served)) throw unknownPath();
    if (request.method === 'HEAD' && info.subresource !== 'proxy') throw methodNotAllowed();
    const special = specialAnswer(call, user, this.#parts);
    if (special !== null) return special;
    if (OBJECT_PARTS.has(info.subresource)) {
      if (!PART_VERBS.has(info.verb)) throw methodNotAllowed();
      return this.#verb({ ...call, write: { ...call.write, subresource: info.subresource } }, user);
    }
    if (info.subresource !== '') throw unknownPath();
    const everywhere = info.verb === 'list' || info.verb === 'watch';
    const isLost = served.type.namespaced && info.namespace === '';
    if (isLost && !(everywhere && served.type.verbs.includes(info.verb))) throw unknownPath();
    const needsName = info.verb === 'update' || info.verb === 'patch';
    const isMisplaced = info.verb === 'create' ? info.name !== '' : needsName && info.name === '';
    if (isMisplaced || !served.type.verbs.includes(info.verb)) throw methodNotAllowed();
    if (info.verb === 'deletecollection') return deleteCollectionAnswer(call);
    if (info.verb === 'list') return listAnswer(call, this.#snapshots);
    if (info.verb === 'watch') {
      return watchAnswer(this.#machine, served, info.namespace, request.query, asked, this.watches);
    }
    return this.#verb(call, user);
  }

  #verb(call: Call, user: User): Answer {
    switch (call.info.verb) {
      case 'get':
        return getAnswer(call);
      case 'create':
        return createAnswer(call);
      case 'update':
        return updateAnswer(call);
      case 'patch':
        return patchAnswer(call, () => this.#parts.access.authorize(user, { ...call.info, verb: 'create' }));
      case 'delete':
        return deleteAnswer(call);
      default:
        throw methodNotAllowed();
    }
  }
}

/** Kinds that answer every request with a warning (api/core/v1 types.go, k8s:deprecated markers). */
function deprecationOf({ storage }: Served): string[] {
  if (storage !== 'endpoints') return [];
  return ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'];
}

/** A known subresource of a named object, and no namespace around what has none. */
function isRoute({ subresource, name, namespace, resource }: RequestInfo, { type }: Served): boolean {
  if (!type.namespaced && namespace !== '' && resource !== 'namespaces') return false;
  return subresource === '' || (name !== '' && type.subresources.some((one) => one.name === subresource));
}
