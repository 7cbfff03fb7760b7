// Checks ingresses and their classes (pkg/apis/networking/validation/validation.go).
import { isIP } from 'node:net';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass } from 'kubernetes-types/networking/v1';
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { pathSegmentErrors, portNameErrors, portNumberErrors, wildcardErrors } from './names.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const CONTROLLER_LENGTH_MAX = 250;
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];
const HTTP_PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;
const PATH_INVALID = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
const SCOPES = ['Cluster', 'Namespace'];

export function validateIngress(errors: FieldErrors, ingress: Ingress, previous: Ingress | undefined): void {
  const { spec } = ingress;
  const rules = spec?.rules ?? [];
  if (rules.length === 0 && spec?.defaultBackend === undefined) {
    errors.invalid('spec', spec?.rules, 'either `defaultBackend` or `rules` must be specified');
  }
  if (spec?.defaultBackend !== undefined) validateBackend(errors, 'spec.defaultBackend', spec.defaultBackend);
  for (const [index, { host, http }] of rules.entries()) {
    const at = `spec.rules[${index}]`;
    if (host) validateHost(errors, `${at}.host`, host, true);
    if (http === undefined) continue;
    const paths = http.paths ?? [];
    if (paths.length === 0) errors.required(`${at}.http.paths`);
    for (const [number, path] of paths.entries()) validatePath(errors, `${at}.http.paths[${number}]`, path);
  }
  for (const [index, { hosts = [], secretName }] of (spec?.tls ?? []).entries()) {
    for (const [number, host] of hosts.entries())
      validateHost(errors, `spec.tls[${index}].hosts[${number}]`, host, false);
    if (secretName) errors.invalidEach(`spec.tls[${index}].secretName`, secretName, dnsSubdomainErrors(secretName));
  }
  const name = spec?.ingressClassName;
  if (name !== undefined) errors.invalidEach('spec.ingressClassName', name, dnsSubdomainErrors(name));
  const annotated = ingress.metadata?.annotations?.[CLASS_ANNOTATION];
  if (previous === undefined && annotated !== undefined && name !== undefined && annotated !== name) {
    const detail = 'must match `ingressClassName` when both are specified';
    errors.invalid(`annotations.${CLASS_ANNOTATION}`, annotated, detail);
  }
}

function validateHost(errors: FieldErrors, field: string, host: string, notAnAddress: boolean): void {
  if (notAnAddress && isIP(host) !== 0) errors.invalid(field, host, 'must be a DNS name, not an IP address');
  errors.invalidEach(field, host, host.includes('*') ? wildcardErrors(host) : dnsSubdomainErrors(host));
}

function validatePath(errors: FieldErrors, field: string, given: HTTPIngressPath): void {
  const { pathType, path = '', backend }: Partial<HTTPIngressPath> = given;
  if (pathType === undefined) {
    errors.required(`${field}.pathType`, 'pathType must be specified');
    return;
  }
  const wrong = (detail: string) => errors.invalid(`${field}.path`, path, detail);
  const absolute = path.startsWith('/');
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!absolute) wrong('must be an absolute path');
    for (const part of FORBIDDEN_SEQUENCES) if (path.includes(part)) wrong(`must not contain '${part}'`);
    for (const end of FORBIDDEN_ENDS) if (path.endsWith(end)) wrong(`cannot end with '${end}'`);
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !absolute) wrong('must be an absolute path');
  } else errors.notSupported(`${field}.pathType`, pathType, PATH_TYPES);
  validateBackend(errors, `${field}.backend`, backend ?? {});
}

function validateBackend(errors: FieldErrors, field: string, { resource, service }: IngressBackend): void {
  if (resource !== undefined && service !== undefined) {
    errors.invalid(field, '', 'cannot set both resource and service backends');
    return;
  }
  if (resource !== undefined) {
    validateReference(errors, `${field}.resource`, resource);
    return;
  }
  if (service === undefined) {
    errors.invalid(field, '', 'resource or service backend is required');
    return;
  }
  const { name, port } = service;
  if (!name) errors.required(`${field}.service.name`);
  else errors.invalidEach(`${field}.service.name`, name, dnsLabelErrors(name));
  if (port?.name && port.number) errors.invalid(field, '', 'cannot set both port name & port number');
  else if (port?.name) errors.invalidEach(`${field}.service.port.name`, port.name, portNameErrors(port.name));
  else if (port?.number) errors.invalidEach(`${field}.service.port.number`, port.number, portNumberErrors(port.number));
  else errors.required(field, 'port name or number is required');
}

interface Reference {
  apiGroup?: string;
  kind?: string;
  name?: string;
}

function validateReference(errors: FieldErrors, field: string, { apiGroup, kind, name }: Reference): void {
  if (apiGroup !== undefined) errors.invalidEach(`${field}.apiGroup`, apiGroup, dnsSubdomainErrors(apiGroup));
  for (const [part, value] of Object.entries({ kind, name })) {
    if (!value) errors.required(`${field}.${part}`);
    else errors.invalidEach(`${field}.${part}`, value, pathSegmentErrors(value));
  }
}

export function validateIngressClass(errors: FieldErrors, one: IngressClass, previous: IngressClass | undefined): void {
  const controller = one.spec?.controller ?? '';
  if (previous !== undefined && controller !== (previous.spec?.controller ?? '')) {
    errors.invalid('spec.controller', controller, 'field is immutable');
  }
  if (controller.length > CONTROLLER_LENGTH_MAX) errors.tooLong('spec.controller', CONTROLLER_LENGTH_MAX);
  validateController(errors, controller);
  const parameters = one.spec?.parameters;
  if (parameters === undefined) return;
  const field = 'spec.parameters';
  const { scope = '', namespace } = parameters;
  if (!SCOPES.includes(scope)) errors.notSupported(`${field}.scope`, scope, SCOPES);
  else if (scope === 'Namespace' && namespace === undefined) {
    errors.required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'");
  } else if (scope === 'Cluster' && namespace !== undefined) {
    errors.forbidden(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'");
  }
  // Declared on the type, and so reported last.
  validateReference(errors, field, parameters);
}

/** `example.com/name` (IsDomainPrefixedPath). */
function validateController(errors: FieldErrors, controller: string): void {
  const field = 'spec.controller';
  if (controller === '') {
    errors.required(field);
    return;
  }
  const slash = controller.indexOf('/');
  const host = controller.slice(0, Math.max(slash, 0));
  const path = controller.slice(slash + 1);
  if (host === '' || path === '') {
    errors.invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")');
    return;
  }
  errors.invalidEach(field, host, dnsSubdomainErrors(host));
  if (!HTTP_PATH.test(path)) errors.invalid(field, path, PATH_INVALID);
}
