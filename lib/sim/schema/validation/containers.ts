// Checks containers and init containers (pkg/apis/core/validation validateContainers, validateInitContainers).
import type { Container, ContainerPort, EnvVar, PodSpec, VolumeMount } from 'kubernetes-types/core/v1';
import { dnsLabelErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { envNameErrors, portNameErrors, portNumberErrors } from './names.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateResources } from './resource-requirements.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const ENV_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;

export function validateContainers(
  errors: FieldErrors,
  field: string,
  spec: PodSpec,
  volumes: ReadonlySet<string>,
): void {
  const containers = spec.containers ?? [];
  if (containers.length === 0) errors.required(`${field}.containers`);
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = `${field}.containers[${index}]`;
    validateCommon(errors, at, container, volumes);
    if (names.has(container.name ?? '')) errors.duplicate(`${at}.name`, container.name ?? '');
    names.add(container.name ?? '');
    validateLifecycle(errors, at, container);
    validateProbes(errors, at, container);
  }
  validateHostPorts(errors, `${field}.containers`, containers);
  validateInitContainers(errors, `${field}.initContainers`, spec.initContainers ?? [], names, volumes);
}

function validateInitContainers(
  errors: FieldErrors,
  field: string,
  containers: readonly Container[],
  names: Set<string>,
  volumes: ReadonlySet<string>,
): void {
  for (const [index, container] of containers.entries()) {
    const at = `${field}[${index}]`;
    validateCommon(errors, at, container, volumes);
    if (names.has(container.name)) errors.duplicate(`${at}.name`, container.name);
    else if (container.name) names.add(container.name);
    validateHostPorts(errors, field, [container]);
    if (container.restartPolicy === 'Always') {
      validateLifecycle(errors, at, container);
      validateProbes(errors, at, container);
      continue;
    }
    for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      const detail = 'may not be set for init containers without restartPolicy=Always';
      if (container[name] !== undefined) errors.forbidden(`${at}.${name}`, detail);
    }
  }
}

/** What holds for containers of every kind. */
export function validateCommon(
  errors: FieldErrors,
  field: string,
  container: Container,
  volumes: ReadonlySet<string>,
): void {
  const { name, image } = container;
  if (!name) errors.required(`${field}.name`);
  else errors.invalidEach(`${field}.name`, name, dnsLabelErrors(name));
  if (!image) errors.required(`${field}.image`);
  errors.oneOf(`${field}.terminationMessagePolicy`, container.terminationMessagePolicy, MESSAGE_POLICIES);
  validatePorts(errors, `${field}.ports`, container.ports ?? []);
  for (const [index, variable] of (container.env ?? []).entries()) {
    validateVariable(errors, `${field}.env[${index}]`, variable);
  }
  validateMounts(errors, `${field}.volumeMounts`, container.volumeMounts ?? [], volumes);
  errors.oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, PULL_POLICIES);
  validateResources(errors, `${field}.resources`, container.resources ?? {});
}

function validatePorts(errors: FieldErrors, field: string, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `${field}[${index}]`;
    if (port.name) {
      const wrong = portNameErrors(port.name);
      errors.invalidEach(`${at}.name`, port.name, wrong);
      if (wrong.length === 0 && names.has(port.name)) errors.duplicate(`${at}.name`, port.name);
      names.add(port.name);
    }
    if (!port.containerPort) errors.required(`${at}.containerPort`);
    else errors.invalidEach(`${at}.containerPort`, port.containerPort, portNumberErrors(port.containerPort));
    if (port.hostPort) errors.invalidEach(`${at}.hostPort`, port.hostPort, portNumberErrors(port.hostPort));
    errors.oneOf(`${at}.protocol`, port.protocol, PROTOCOLS);
  }
}

function validateHostPorts(errors: FieldErrors, field: string, containers: readonly Container[]): void {
  const taken = new Set<string>();
  for (const [index, container] of containers.entries()) {
    for (const [portIndex, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const shown = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(shown)) errors.duplicate(`${field}[${index}].ports[${portIndex}].hostPort`, shown);
      taken.add(shown);
    }
  }
}

function validateVariable(errors: FieldErrors, field: string, variable: EnvVar): void {
  if (!variable.name) errors.required(`${field}.name`);
  else errors.invalidEach(`${field}.name`, variable.name, envNameErrors(variable.name));
  const from = variable.valueFrom as Readonly<Record<string, unknown>> | undefined;
  if (from === undefined) return;
  const at = `${field}.valueFrom`;
  const sources = ENV_SOURCES.filter((name) => from[name] !== undefined);
  if (sources.length === 0) {
    const shown = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    errors.invalid(at, '', `must specify one of: ${shown}`);
  } else if (variable.value) errors.invalid(at, '', 'may not be specified when `value` is not empty');
  else if (sources.length > 1) errors.invalid(at, '', 'may not have more than one field specified at a time');
  for (const name of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = variable.valueFrom?.[name];
    if (reference === undefined) continue;
    if (!reference.name) errors.required(`${at}.${name}.name`);
    if (!reference.key) errors.required(`${at}.${name}.key`);
  }
}

function validateMounts(
  errors: FieldErrors,
  field: string,
  mounts: readonly VolumeMount[],
  volumes: ReadonlySet<string>,
): void {
  const paths = new Set<string>();
  for (const [index, mount] of mounts.entries()) {
    const at = `${field}[${index}]`;
    if (!mount.name) errors.required(`${at}.name`);
    if (!volumes.has(mount.name)) errors.notFound(`${at}.name`, mount.name ?? '');
    if (!mount.mountPath) errors.required(`${at}.mountPath`);
    if (paths.has(mount.mountPath)) errors.invalid(`${at}.mountPath`, mount.mountPath, 'must be unique');
    paths.add(mount.mountPath);
  }
}
