// /openapi/v2 as far as clients need it: a document that describes nothing.
// kubectl falls back to it for kinds that v3 does not know, and takes a 404 for a broken server instead of saying
// that there is no such kind (cli-runtime pkg/resource/fallback_query_param_verifier.go).
import { type ApiRequest, type BodyAnswer, objectAnswer } from '../answer.ts';
import { VERSION } from './version.ts';

const PATH = '/openapi/v2';
/** Asked for with an @, which no media type may hold: the answer is named with a dot (kube-openapi pkg/handler). */
const ASKED_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const PROTOBUF = ASKED_PROTOBUF.replace('@', '.');
const SWAGGER = '2.0';
const TITLE = 'Kubernetes';

/** Null for any other path. */
export function openApiV2Answer({ path, headers }: ApiRequest): BodyAnswer | null {
  if (path !== PATH && path !== `${PATH}/`) return null;
  const info = { title: TITLE, version: VERSION.gitVersion };
  const isProtobuf = [ASKED_PROTOBUF, PROTOBUF].some((type) => headers.accept?.includes(type));
  if (!isProtobuf) return objectAnswer({ swagger: SWAGGER, info, paths: {} });
  return { status: 200, contentType: PROTOBUF, body: [document(info.title, info.version)] };
}

/** Fields 1 (swagger), 2 (info: 1 title, 2 version) and 8 (paths) of openapi.v2.Document of github.com/google/gnostic-models. */
function document(title: string, version: string): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const info = Buffer.concat([field(1, text(title)), field(2, text(version))]);
  return Buffer.concat([field(1, text(SWAGGER)), field(2, info), field(8, new Uint8Array())]);
}

/** A length-delimited protobuf field; all of them here are shorter than 128 bytes. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const LENGTH_DELIMITED = 2;
  return Buffer.concat([Buffer.of((number << 3) | LENGTH_DELIMITED, bytes.length), bytes]);
}
