// What a request asks for, read from its method and path alone: group, version, resource, namespace, name, verb.
// Mirrors apiserver/pkg/endpoints/request/requestinfo.go.

export interface RequestInfo {
  /** False for paths that name no resource (/version, /healthz, discovery): then only verb and path are set. */
  isResource: boolean;
  /** get, list, watch, create, update, patch, delete, deletecollection; the HTTP method in lower case otherwise. */
  verb: string;
  path: string;
  group: string;
  version: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
  /** What follows the subresource: the path given to a proxy. */
  rest: string;
}

const VERB_OF_METHOD: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Subresources of a namespace itself; anything else after its name is a resource in it. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

export function requestInfoOf(method: string, path: string, query: URLSearchParams): RequestInfo {
  const info: RequestInfo = {
    isResource: false,
    verb: method.toLowerCase(),
    path,
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    rest: '',
  };
  // Only slashes around the path are of no meaning: `namespaces//pods` asks for the pods of all namespaces.
  let parts = path.replace(/^\/+|\/+$/g, '').split('/');
  if (parts[0] === 'api' && parts.length >= 3) {
    info.version = parts[1] ?? '';
    parts = parts.slice(2);
  } else if (parts[0] === 'apis' && parts.length >= 4) {
    info.group = parts[1] ?? '';
    info.version = parts[2] ?? '';
    parts = parts.slice(3);
  } else {
    return info;
  }
  info.isResource = true;
  info.verb = VERB_OF_METHOD[method] ?? method.toLowerCase();
  if (parts[0] === 'watch') {
    // The deprecated /watch/ prefix is still read by the real server; ours has it only as a verb.
    info.verb = 'watch';
    parts = parts.slice(1);
  }
  readResource(info, parts);
  refineVerb(info, query);
  return info;
}

function readResource(info: RequestInfo, given: readonly string[]): void {
  let parts = given;
  if (parts[0] === 'namespaces' && parts.length > 1) {
    info.namespace = parts[1] ?? '';
    if (parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] ?? '')) parts = parts.slice(2);
  }
  info.resource = parts[0] ?? '';
  info.name = parts[1] ?? '';
  info.subresource = parts[2] ?? '';
  info.rest = parts.slice(3).join('/');
}

function refineVerb(info: RequestInfo, query: URLSearchParams): void {
  if (info.name !== '') return;
  if (info.verb === 'get') info.verb = isTrue(query.get('watch')) ? 'watch' : 'list';
  else if (info.verb === 'delete') info.verb = 'deletecollection';
  // list, watch and deletecollection of one object by field selector are authorised by its name.
  const byName = /(?:^|,)metadata\.name==?([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1];
  if (byName !== undefined && info.verb !== 'create') info.name = byName;
}

/** As the API server reads a boolean query parameter: present and neither 0 nor false. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}
