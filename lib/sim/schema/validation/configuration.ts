// Checks namespaces, config maps and secrets (pkg/apis/core/validation).
import { isDeepStrictEqual } from 'node:util';
import type { ConfigMap, Namespace, Secret } from 'kubernetes-types/core/v1';
import { labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { configKeyErrors } from './names.ts';

/** core MaxSecretSize. */
const DATA_BYTES_MAX = 1_048_576;
const LOCKED = 'field is immutable when `immutable` is set';

/** Keys that a type of secret cannot be without. */
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

export function validateNamespace(errors: FieldErrors, namespace: Namespace): void {
  for (const finalizer of namespace.spec?.finalizers ?? []) {
    errors.invalidEach('spec.finalizers', finalizer, labelKeyErrors(finalizer));
    if (!finalizer.includes('/') && finalizer !== 'kubernetes' && finalizer !== 'orphan') {
      errors.invalid(
        'spec.finalizers',
        finalizer,
        'name is neither a standard finalizer name nor is it fully qualified',
      );
    }
  }
}

export function validateConfigMap(errors: FieldErrors, map: ConfigMap, previous: ConfigMap | undefined): void {
  validateLocked(errors, map, previous, ['data', 'binaryData']);
  let bytes = 0;
  for (const part of ['data', 'binaryData'] as const) {
    for (const [key, value] of Object.entries(map[part] ?? {})) {
      errors.invalidEach(`${part}[${key}]`, key, configKeyErrors(key));
      const twice = part === 'data' && map.binaryData?.[key] !== undefined;
      if (twice) errors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData');
      bytes += Buffer.byteLength(value, part === 'data' ? 'utf8' : 'base64');
    }
  }
  if (bytes > DATA_BYTES_MAX) errors.tooLong('[]', DATA_BYTES_MAX);
}

export function validateSecret(errors: FieldErrors, secret: Secret, previous: Secret | undefined): void {
  if (previous !== undefined && (previous.type ?? '') !== (secret.type ?? '')) {
    errors.invalid('type', secret.type, 'field is immutable');
  }
  validateLocked(errors, secret, previous, ['data']);
  const data = secret.data ?? {};
  let bytes = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.invalidEach(`data[${key}]`, key, configKeyErrors(key));
    bytes += Buffer.byteLength(value, 'base64');
  }
  if (bytes > DATA_BYTES_MAX) errors.tooLong('data', DATA_BYTES_MAX);
  for (const key of REQUIRED_KEYS[secret.type ?? ''] ?? []) {
    if (data[key] === undefined) errors.required(`data[${key}]`);
  }
  const account = 'kubernetes.io/service-account.name';
  if (secret.type === 'kubernetes.io/service-account-token' && !secret.metadata?.annotations?.[account]) {
    errors.required(`metadata.annotations[${account}]`);
  }
}

interface Lockable {
  immutable?: boolean;
  data?: unknown;
  binaryData?: unknown;
}

function validateLocked(
  errors: FieldErrors,
  now: Lockable,
  before: Lockable | undefined,
  parts: readonly ('binaryData' | 'data')[],
): void {
  if (before?.immutable !== true) return;
  if (now.immutable !== true) errors.forbidden('immutable', LOCKED);
  for (const part of parts) {
    if (!isDeepStrictEqual(now[part] ?? {}, before[part] ?? {})) errors.forbidden(part, LOCKED);
  }
}
