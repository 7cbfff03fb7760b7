// Checks network policies (pkg/apis/networking/validation/validation.go).
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1';
import type { FieldErrors } from './field-errors.ts';
import { validateLabelSelector } from './label-selectors.ts';
import { portNameErrors, portNumberErrors } from './names.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];
const CIDR_INVALID = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

export function validateNetworkPolicy(errors: FieldErrors, { spec }: NetworkPolicy): void {
  validateLabelSelector(errors, 'spec.podSelector', spec?.podSelector);
  for (const [index, { ports = [], from = [] }] of (spec?.ingress ?? []).entries()) {
    validateRule(errors, `spec.ingress[${index}]`, ports, 'from', from);
  }
  for (const [index, { ports = [], to = [] }] of (spec?.egress ?? []).entries()) {
    validateRule(errors, `spec.egress[${index}]`, ports, 'to', to);
  }
  const types = spec?.policyTypes ?? [];
  if (types.length > TYPES.length) {
    errors.invalid('spec.policyTypes', types, 'may not specify more than two policyTypes');
    return;
  }
  for (const [index, type] of types.entries()) {
    if (!TYPES.includes(type)) errors.notSupported(`spec.policyTypes[${index}]`, type, TYPES);
  }
}

function validateRule(
  errors: FieldErrors,
  field: string,
  ports: readonly NetworkPolicyPort[],
  side: 'from' | 'to',
  peers: readonly NetworkPolicyPeer[],
): void {
  for (const [index, port] of ports.entries()) validatePort(errors, `${field}.ports[${index}]`, port);
  for (const [index, peer] of peers.entries()) validatePeer(errors, `${field}.${side}[${index}]`, peer);
}

function validatePort(errors: FieldErrors, field: string, { protocol, port, endPort }: NetworkPolicyPort): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.notSupported(`${field}.protocol`, protocol, PROTOCOLS);
  }
  const at = `${field}.endPort`;
  if (port === undefined) {
    if (endPort !== undefined) errors.invalid(at, endPort, 'may not be specified when `port` is not specified');
  } else if (typeof port === 'string') {
    if (endPort !== undefined) errors.invalid(at, endPort, 'may not be specified when `port` is non-numeric');
    errors.invalidEach(`${field}.port`, port, portNameErrors(port));
  } else {
    errors.invalidEach(`${field}.port`, port, portNumberErrors(port));
    if (endPort === undefined) return;
    if (endPort < port) errors.invalid(at, endPort, 'must be greater than or equal to `port`');
    errors.invalidEach(at, endPort, portNumberErrors(endPort));
  }
}

function validatePeer(errors: FieldErrors, field: string, peer: NetworkPolicyPeer): void {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (podSelector !== undefined) validateLabelSelector(errors, `${field}.podSelector`, podSelector);
  if (namespaceSelector !== undefined) validateLabelSelector(errors, `${field}.namespaceSelector`, namespaceSelector);
  if (ipBlock !== undefined) validateBlock(errors, `${field}.ipBlock`, ipBlock);
  const count = [podSelector, namespaceSelector, ipBlock].filter((one) => one !== undefined).length;
  if (count === 0) errors.required(field, 'must specify a peer');
  else if (count > 1 && ipBlock !== undefined) {
    errors.forbidden(field, 'may not specify both ipBlock and another peer');
  }
}

interface Range {
  address: string;
  family: 'ipv4' | 'ipv6';
  prefix: number;
}

function rangeOf(text: string): Range | null {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
  const prefix = Number(length);
  if (family === null || rest.length > 0 || !/^\d{1,3}$/.test(length)) return null;
  return prefix <= (family === 'ipv4' ? 32 : 128) ? { address, family, prefix } : null;
}

function validateBlock(errors: FieldErrors, field: string, { cidr, except = [] }: IPBlock): void {
  if (!cidr) {
    errors.required(`${field}.cidr`);
    return;
  }
  const whole = rangeOf(cidr);
  if (whole === null) {
    errors.invalid(`${field}.cidr`, cidr, CIDR_INVALID);
    return;
  }
  const within = new BlockList();
  within.addSubnet(whole.address, whole.prefix, whole.family);
  for (const [index, text] of except.entries()) {
    const part = rangeOf(text);
    const at = `${field}.except[${index}]`;
    if (part === null) errors.invalid(at, text, CIDR_INVALID);
    else if (!within.check(part.address, part.family) || whole.prefix >= part.prefix) {
      errors.invalid(at, text, 'must be a strict subset of `cidr`');
    }
  }
}
