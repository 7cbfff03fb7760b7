// Checks replication controllers, pod templates and endpoints (pkg/apis/core/validation/validation.go).

import { isIP } from 'node:net';
import type {
  EndpointAddress,
  EndpointPort,
  Endpoints,
  PodTemplate,
  PodTemplateSpec,
  ReplicationController,
} from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { dnsLabelErrors } from '#lib/rules/labels/label-syntax.ts';
import { type FieldErrors, sortedLabels } from './field-errors.ts';
import { portNumberErrors } from './names.ts';
import { validateTemplate } from './pod-spec.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const IP_INVALID = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function validateReplicationController(errors: FieldErrors, { spec }: ReplicationController): void {
  const selector = spec?.selector ?? {};
  if (Object.keys(selector).length === 0) errors.required('spec.selector');
  validateTemplateOf(errors, spec?.template, selector);
  // Declared on the type, and so reported last.
  errors.nonNegative('spec.replicas', spec?.replicas);
  errors.nonNegative('spec.minReadySeconds', spec?.minReadySeconds);
}

function validateTemplateOf(
  errors: FieldErrors,
  template: PodTemplateSpec | undefined,
  selector: Readonly<Record<string, string>>,
): void {
  if (template === undefined) {
    errors.required('spec.template');
    return;
  }
  const labels = template.metadata?.labels;
  if (!matchesLabelSet(selector, labels)) {
    errors.invalid(
      'spec.template.metadata.labels',
      sortedLabels(labels),
      '`selector` does not match template `labels`',
    );
  }
  validateTemplate(errors, 'spec.template', template);
  const { restartPolicy, activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== 'Always') errors.notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']);
  if (activeDeadlineSeconds !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicationController is not Supported';
    errors.forbidden('spec.template.spec.activeDeadlineSeconds', detail);
  }
}

export function validatePodTemplate(errors: FieldErrors, { template }: PodTemplate): void {
  validateTemplate(errors, 'template', template ?? {});
}

export function validateEndpoints(errors: FieldErrors, { subsets = [] }: Endpoints): void {
  for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of subsets.entries()) {
    const field = `subsets[${index}]`;
    if (addresses.length + notReadyAddresses.length === 0) {
      errors.required(field, 'must specify `addresses` or `notReadyAddresses`');
    }
    for (const [at, one] of addresses.entries()) validateAddress(errors, `${field}.addresses[${at}]`, one);
    for (const [at, one] of notReadyAddresses.entries())
      validateAddress(errors, `${field}.notReadyAddresses[${at}]`, one);
    for (const [at, one] of ports.entries()) validatePort(errors, `${field}.ports[${at}]`, one, ports.length > 1);
  }
}

/** Addresses that mean this machine or everybody are nobody's endpoint (ValidateNonSpecialIP). */
const SPECIAL: readonly (readonly [RegExp, string])[] = [
  [/^0\.0\.0\.0$|^::$/, 'may not be unspecified (0.0.0.0 or ::)'],
  [/^127\.|^::1$/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^169\.254\.|^fe80:/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^224\.0\.0\.|^ff02:/i, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

function validateAddress(errors: FieldErrors, field: string, { ip = '', hostname }: Partial<EndpointAddress>): void {
  if (isIP(ip) === 0) errors.invalid(`${field}.ip`, ip, IP_INVALID);
  if (hostname) errors.invalidEach(`${field}.hostname`, hostname, dnsLabelErrors(hostname));
  // Checked twice, in two wordings.
  if (isIP(ip) === 0) errors.invalid(`${field}.ip`, ip, 'must be a valid IP address');
  for (const [range, detail] of SPECIAL) if (range.test(ip)) errors.invalid(`${field}.ip`, ip, detail);
}

function validatePort(errors: FieldErrors, field: string, given: Partial<EndpointPort>, named: boolean): void {
  const { name, port = 0, protocol } = given;
  if (name) errors.invalidEach(`${field}.name`, name, dnsLabelErrors(name));
  else if (named) errors.required(`${field}.name`);
  errors.invalidEach(`${field}.port`, port, portNumberErrors(port));
  errors.oneOf(`${field}.protocol`, protocol, PROTOCOLS);
}
