// /openapi/v3: the index and each group-version's document, those of CRDs and aggregated kinds included.

import { unknownPath } from '../../refusals.ts';
import { apiVersionOf } from '../../schema/group-version.ts';
import { type CustomKind, openApiDocument, openApiHash, openApiIndex } from '../../schema/openapi/openapi.ts';
import { type Answer, type ApiRequest, type BodyAnswer, objectAnswer } from '../answer.ts';
import type { Registry, Served } from '../registry/registry.ts';

const ROOT = '/openapi/v3';

/** Null where the path is no OpenAPI v3 path. */
export function openApiAnswer(registry: Registry, request: ApiRequest): Answer | null {
  const path = request.path.replace(/\/$/, '');
  if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return null;
  const byVersion = Map.groupBy([...registry.all()], (served) => served.apiVersion);
  if (path === ROOT) {
    return objectAnswer(openApiIndex([...byVersion.keys()], (apiVersion) => customKinds(byVersion.get(apiVersion))));
  }
  const parts = path.slice(ROOT.length + 1).split('/');
  const apiVersion =
    parts[0] === 'api' && parts.length === 2
      ? (parts[1] ?? '')
      : parts[0] === 'apis' && parts.length === 3
        ? apiVersionOf({ group: parts[1] ?? '', version: parts[2] ?? '' })
        : '';
  const found = byVersion.get(apiVersion);
  if (found === undefined) throw unknownPath();
  return document(apiVersion, customKinds(found), request);
}

function customKinds(all: readonly Served[] | undefined): CustomKind[] {
  return (all ?? []).flatMap(({ type, openApi }) => (openApi === undefined ? [] : [{ type, schema: openApi }]));
}

function document(apiVersion: string, custom: readonly CustomKind[], request: ApiRequest): BodyAnswer {
  const etag = `"${openApiHash(apiVersion, custom)}"`;
  const contentType = 'application/json';
  const headers = { etag, 'cache-control': 'public, immutable', vary: 'Accept' };
  if (request.headers['if-none-match'] === etag) return { status: 304, contentType, body: [], headers };
  return { status: 200, contentType, body: [openApiDocument(apiVersion, custom)], headers };
}
