// Checks services and endpoint slices (pkg/apis/core/validation validateService, pkg/apis/discovery/validation).
import { isIPv4, isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateLabels } from './metadata.ts';
import { portErrors, portNumberErrors } from './names.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const ENDPOINTS_MAX = 1000;
const IP_INVALID = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function validateService(errors: FieldErrors, service: Service, previous: Service | undefined): void {
  const spec = service.spec ?? {};
  const ports = spec.ports ?? [];
  const headless = spec.clusterIP === 'None';
  if (previous !== undefined) validateClusterIpKept(errors, service, previous);
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName') errors.required('spec.ports');
  if (headless && (spec.type === 'LoadBalancer' || spec.type === 'NodePort')) {
    errors.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`);
  }
  if (spec.type === 'ExternalName') validateExternalName(errors, service);
  validatePorts(errors, ports);
  validateLabels(errors, 'spec.selector', spec.selector);
  errors.oneOf('spec.sessionAffinity', spec.sessionAffinity, AFFINITIES);
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None' && index === 0) continue;
    if (!isIPv4(address) && !isIPv6(address)) errors.invalid(`spec.clusterIPs[${index}]`, address, IP_INVALID);
  }
  errors.oneOf('spec.type', spec.type, TYPES);
  for (const [index, port] of ports.entries()) {
    if (spec.type === 'ClusterIP' && port.nodePort) {
      errors.forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'");
    }
  }
  validateDistinct(errors, ports);
}

function validateExternalName(errors: FieldErrors, { spec }: Service): void {
  for (const name of ['clusterIPs', 'ipFamilies'] as const) {
    if ((spec?.[name] ?? []).length > 0) errors.forbidden(`spec.${name}`, 'may not be set for ExternalName services');
  }
  const name = (spec?.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.required('spec.externalName');
  else errors.invalidEach('spec.externalName', name, dnsSubdomainErrors(name));
}

function validatePorts(errors: FieldErrors, ports: readonly ServicePort[]): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const field = `spec.ports[${index}]`;
    if (!port.name && ports.length > 1) errors.required(`${field}.name`);
    else if (port.name) {
      errors.invalidEach(`${field}.name`, port.name, dnsLabelErrors(port.name));
      if (names.has(port.name)) errors.duplicate(`${field}.name`, port.name);
      names.add(port.name);
    }
    errors.invalidEach(`${field}.port`, port.port ?? 0, portNumberErrors(port.port ?? 0));
    errors.oneOf(`${field}.protocol`, port.protocol, PROTOCOLS);
    const target = port.targetPort ?? 0;
    errors.invalidEach(`${field}.targetPort`, target, portErrors(target));
  }
}

function validateDistinct(errors: FieldErrors, ports: readonly ServicePort[]): void {
  const nodePorts = new Set<string>();
  const numbers = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const nodePort = `${port.protocol}/${port.nodePort}`;
    if (port.nodePort && nodePorts.has(nodePort)) errors.duplicate(`spec.ports[${index}].nodePort`, port.nodePort);
    nodePorts.add(nodePort);
  }
  for (const [index, port] of ports.entries()) {
    const number = `${port.protocol}/${port.port}`;
    if (numbers.has(number)) {
      // The internal ServicePort, as upstream prints it.
      const shown = {
        Name: '',
        Protocol: port.protocol,
        AppProtocol: null,
        Port: port.port,
        TargetPort: 0,
        NodePort: 0,
      };
      errors.duplicate(`spec.ports[${index}]`, shown);
    }
    numbers.add(number);
  }
}

function validateClusterIpKept(errors: FieldErrors, service: Service, previous: Service): void {
  if (service.spec?.type === 'ExternalName' || previous.spec?.type === 'ExternalName') return;
  const before = previous.spec?.clusterIPs ?? [];
  const { clusterIP, clusterIPs = [] } = service.spec ?? {};
  // Whoever changes the single address means the list as well (NormalizeClusterIPs).
  const single = clusterIP && clusterIP !== previous.spec?.clusterIP && isDeepStrictEqual(clusterIPs, before);
  const now = single ? [clusterIP] : clusterIPs;
  if (before.length === 0) return;
  if (now.length === 0) errors.invalid('spec.clusterIPs[0]', now, 'primary clusterIP can not be unset');
  else if (now[0] !== before[0]) errors.invalid('spec.clusterIPs[0]', now, 'may not change once set');
}

export function validateEndpointSlice(
  errors: FieldErrors,
  slice: EndpointSlice,
  previous: EndpointSlice | undefined,
): void {
  errors.oneOf('addressType', slice.addressType, ADDRESS_TYPES);
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > ENDPOINTS_MAX) errors.tooMany('endpoints', endpoints.length, ENDPOINTS_MAX);
  for (const [index, endpoint] of endpoints.entries()) {
    const field = `endpoints[${index}].addresses`;
    for (const [at, address] of (endpoint.addresses ?? []).entries()) {
      const valid = slice.addressType === 'IPv4' ? isIPv4(address) : slice.addressType !== 'IPv6' || isIPv6(address);
      if (!valid) errors.invalid(`${field}[${at}]`, address, IP_INVALID);
    }
  }
  // Declared on the type, and so reported last.
  for (const [index, endpoint] of endpoints.entries()) {
    if ((endpoint.addresses ?? []).length === 0) errors.required(`endpoints[${index}].addresses`);
  }
  if (previous !== undefined && previous.addressType !== slice.addressType) {
    errors.invalid('addressType', undefined, 'field is immutable');
  }
}
