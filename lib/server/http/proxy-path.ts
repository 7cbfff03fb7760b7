// Which GETs may pass through to the Kubernetes API: a grammar of paths and a list of parameters. Pure.
import { StatusError } from '#lib/kube/index.ts';
import { METRICS_GROUPS } from '#lib/model/autoscaling/custom-metrics.ts';

export interface ProxyTarget {
  /** For the API server, with its query. */
  path: string;
  /**
   * `document`: discovery, OpenAPI, versions, metrics: passed on as it comes. `object`: parsed and redacted.
   * `secret`: only metadata is asked for.
   */
  kind: 'document' | 'object' | 'secret';
  yaml: boolean;
}

const PATH_LENGTH_MAX = 1_000;
const QUERY_LENGTH_MAX = 4_000;
const SEGMENTS_MAX = 12;
/** Names of objects, groups, metrics (`*` asks for all pods' metric) and RBAC roles (`system:node`). Never a percent sign. */
const SEGMENT = /^[A-Za-z0-9._~:*-]{1,253}$/;
const VERSION = /^v\d+((alpha|beta)\d+)?$/;
/** What else hangs below an object is either a way in (exec, proxy) or has a place of its own (log). */
const SUBRESOURCES = new Set(['status', 'scale']);
/** Where the last segment is a metric's name. */
const METRICS_APIS: ReadonlySet<string> = new Set(METRICS_GROUPS);
const PARAMETERS = new Set([
  'limit',
  'continue',
  'labelSelector',
  'fieldSelector',
  'resourceVersion',
  'metricLabelSelector',
]);
/** Objects of a list without a limit of its own. */
const LIMIT_DEFAULT = 500;

/** `pathname` is what follows `/api/k8s`, still percent-encoded. Throws StatusError 400 or 403. */
export function proxyTarget(pathname: string, query: URLSearchParams): ProxyTarget {
  if (pathname.length > PATH_LENGTH_MAX) throw bad('the path is too long');
  const segments = pathname.replace(/^\//, '').split('/');
  if (segments.at(-1) === '' && segments.length > 1) segments.pop();
  if (segments.length > SEGMENTS_MAX) throw bad('the path has too many parts');
  for (const segment of segments) {
    if (segment === '.' || segment === '..' || !SEGMENT.test(segment)) {
      throw bad('the path has parts that no name in Kubernetes has');
    }
  }
  const { kind, list } = kindOf(segments);
  return { path: `/${segments.join('/')}${queryOf(query, list)}`, kind, yaml: query.get('as') === 'yaml' };
}

interface Kind {
  kind: ProxyTarget['kind'];
  /** A collection of objects, which may be large. */
  list: boolean;
}

const DOCUMENT: Kind = { kind: 'document', list: false };

function kindOf(segments: readonly string[]): Kind {
  const [root = '', ...rest] = segments;
  if (root === 'version' && rest.length === 0) return DOCUMENT;
  if (root === 'openapi' && rest[0] === 'v3') return DOCUMENT;
  if (root === 'api') return resourceKind('', rest[0], rest.slice(1));
  if (root === 'apis' && rest.length < 2) return DOCUMENT;
  if (root === 'apis') return resourceKind(rest[0] ?? '', rest[1], rest.slice(2));
  throw forbidden(`/${root} is not passed on: only /api, /apis, /version and /openapi/v3 are`);
}

/** `rest` is what follows the version: [namespaces, ns,] resource [, name [, subresource]]. */
function resourceKind(group: string, version: string | undefined, rest: readonly string[]): Kind {
  if (version === undefined) return DOCUMENT;
  if (!VERSION.test(version)) throw bad(`${version} is not an API version`);
  if (rest.length === 0) return DOCUMENT;
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && !SUBRESOURCES.has(rest[2] ?? '');
  const [resource = '', name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
  if (resource === 'watch' || resource === 'proxy') throw forbidden(`${resource} paths are not passed on`);
  if (METRICS_APIS.has(group)) return DOCUMENT;
  if (more.length > 0) throw forbidden('what lies below a subresource is not passed on');
  if (group === '' && resource === 'secrets') {
    if (subresource !== undefined) throw forbidden('subresources of secrets are not passed on');
    return { kind: 'secret', list: name === undefined };
  }
  if (subresource !== undefined && !SUBRESOURCES.has(subresource)) {
    throw forbidden(`the subresource ${subresource} of ${resource}/${name ?? ''} is not passed on`);
  }
  return group === 'metrics.k8s.io' ? DOCUMENT : { kind: 'object', list: name === undefined };
}

function queryOf(query: URLSearchParams, list: boolean): string {
  const passed = new URLSearchParams();
  for (const [key, value] of query) {
    if (key === 'as' && value === 'yaml') continue;
    if (!PARAMETERS.has(key)) throw forbidden(`the parameter ${JSON.stringify(key.slice(0, 100))} is not passed on`);
    if (passed.has(key)) throw bad(`the parameter ${key} is given twice`);
    passed.set(key, value);
  }
  if (list && !passed.has('limit')) passed.set('limit', String(LIMIT_DEFAULT));
  const text = passed.toString();
  if (text.length > QUERY_LENGTH_MAX) throw bad('the query is too long');
  return text === '' ? '' : `?${text}`;
}

function bad(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

function forbidden(message: string): StatusError {
  return new StatusError(403, 'Forbidden', message);
}
