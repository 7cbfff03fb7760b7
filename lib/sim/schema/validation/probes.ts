// Checks probes and lifecycle handlers (pkg/apis/core/validation validateProbe, validateHandler).
import type { Container, HTTPGetAction, Probe } from 'kubernetes-types/core/v1';
import type { FieldErrors } from './field-errors.ts';
import { portErrors } from './names.ts';

type Handler = Pick<Probe, 'exec' | 'grpc' | 'httpGet' | 'tcpSocket'> & { sleep?: unknown };

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

export function validateProbes(errors: FieldErrors, field: string, container: Container): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const probe = container[name];
    if (probe === undefined) continue;
    const at = `${field}.${name}`;
    validateHandler(errors, at, probe);
    for (const count of COUNTS) errors.nonNegative(`${at}.${count}`, probe[count]);
    const grace = probe.terminationGracePeriodSeconds;
    if (grace !== undefined && grace <= 0) {
      errors.invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0');
    }
    if (name === 'readinessProbe') {
      const detail = 'must not be set for readinessProbes';
      if (grace !== undefined) errors.invalid(`${at}.terminationGracePeriodSeconds`, grace, detail);
    } else if (probe.successThreshold !== 1) {
      errors.invalid(`${at}.successThreshold`, probe.successThreshold, 'must be 1');
    }
  }
}

export function validateLifecycle(errors: FieldErrors, field: string, container: Container): void {
  for (const name of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[name];
    if (handler !== undefined) validateHandler(errors, `${field}.lifecycle.${name}`, handler);
  }
}

function validateHandler(errors: FieldErrors, field: string, handler: Handler): void {
  const given = HANDLERS.filter((name) => handler[name] !== undefined && handler[name] !== null);
  const first = given[0];
  if (first === undefined) errors.required(field, 'must specify a handler type');
  else if (first === 'exec' && (handler.exec?.command ?? []).length === 0) errors.required(`${field}.exec.command`);
  else if (first === 'httpGet' && handler.httpGet !== undefined) {
    validateHttpGet(errors, `${field}.httpGet`, handler.httpGet);
  } else if (first === 'tcpSocket') {
    const port = handler.tcpSocket?.port ?? 0;
    errors.invalidEach(`${field}.tcpSocket.port`, port, portErrors(port));
  } else if (first === 'grpc') {
    const port = handler.grpc?.port ?? 0;
    errors.invalidEach(`${field}.grpc.port`, port, portErrors(port));
  }
  for (const name of given.slice(1)) errors.forbidden(`${field}.${name}`, 'may not specify more than 1 handler type');
}

function validateHttpGet(errors: FieldErrors, field: string, action: HTTPGetAction): void {
  if (!action.path) errors.required(`${field}.path`);
  errors.invalidEach(`${field}.port`, action.port ?? 0, portErrors(action.port ?? 0));
  const schemes = ['HTTP', 'HTTPS'];
  if (!schemes.includes(action.scheme ?? '')) errors.notSupported(`${field}.scheme`, action.scheme, schemes);
}
