// Formats of names, ports and keys that only the API server checks (apimachinery/pkg/util/validation/validation.go).
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';

const PORT_MAX = 65_535;
const PORT_NAME_LENGTH_MAX = 15;
const CONFIG_KEY_LENGTH_MAX = 253;

const DNS_1035_LENGTH_MAX = 63;

const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
/** Printable ASCII without `=`. */
const ENV_NAME = /^[ -<>-~]+$/;

export function portNumberErrors(port: number): string[] {
  return port >= 1 && port <= PORT_MAX ? [] : [`must be between 1 and ${PORT_MAX}, inclusive`];
}

export function portNameErrors(name: string): string[] {
  const errors: string[] = [];
  if (name.length > PORT_NAME_LENGTH_MAX) errors.push(`must be no more than ${PORT_NAME_LENGTH_MAX} characters`);
  if (!/^[-a-z0-9]+$/.test(name)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function portErrors(port: number | string): string[] {
  return typeof port === 'number' ? portNumberErrors(port) : portNameErrors(port);
}

export function configKeyErrors(key: string): string[] {
  const errors: string[] = [];
  if (key.length > CONFIG_KEY_LENGTH_MAX) errors.push(`must be no more than ${CONFIG_KEY_LENGTH_MAX} characters`);
  if (!CONFIG_KEY.test(key)) {
    errors.push(
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    );
  }
  if (key === '.') errors.push("must not be '.'");
  else if (key === '..') errors.push("must not be '..'");
  else if (key.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function envNameErrors(name: string): string[] {
  if (ENV_NAME.test(name)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function dns1035Errors(name: string): string[] {
  const errors: string[] = [];
  if (name.length > DNS_1035_LENGTH_MAX) errors.push(`must be no more than ${DNS_1035_LENGTH_MAX} characters`);
  if (!DNS_1035.test(name)) {
    errors.push(
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    );
  }
  return errors;
}

/** RBAC names: anything that can stand in a path (apimachinery/pkg/api/validation/path/name.go). */
export function pathSegmentErrors(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

export type NameRule = (name: string) => string[];

/** By resource; every other name is a DNS subdomain. */
const NAME_RULES: Readonly<Record<string, NameRule>> = {
  namespaces: dnsLabelErrors,
  services: dnsLabelErrors,
  'statefulsets.apps': dnsLabelErrors,
  'clusterrolebindings.rbac.authorization.k8s.io': pathSegmentErrors,
  'clusterroles.rbac.authorization.k8s.io': pathSegmentErrors,
  'rolebindings.rbac.authorization.k8s.io': pathSegmentErrors,
  'roles.rbac.authorization.k8s.io': pathSegmentErrors,
  'apiservices.apiregistration.k8s.io': pathSegmentErrors,
};

export function nameRuleOf(resource: string): NameRule {
  return NAME_RULES[resource] ?? dnsSubdomainErrors;
}

/** A prefix may end in a dash: something follows it (maskTrailingDash). */
export function prefixErrors(rule: NameRule, prefix: string): string[] {
  return rule(prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix);
}

const WILDCARD = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_LENGTH_MAX = 253;

/** `*.example.com` (IsWildcardDNS1123Subdomain). */
export function wildcardErrors(name: string): string[] {
  const errors: string[] = [];
  if (name.length > SUBDOMAIN_LENGTH_MAX) errors.push(`must be no more than ${SUBDOMAIN_LENGTH_MAX} characters`);
  if (!WILDCARD.test(name)) {
    errors.push(
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    );
  }
  return errors;
}
