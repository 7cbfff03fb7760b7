// Checks nodes (pkg/apis/core/validation ValidateNode, ValidateNodeUpdate).
import { isIPv4, isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import { TAINT_EFFECTS } from '#lib/rules/nodes/taint-spec.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateQuantity } from './resource-requirements.ts';

const PREFIX_MAX_IPV4 = 32;
const PREFIX_MAX_IPV6 = 128;

export function validateNode(errors: FieldErrors, node: Node, previous: Node | undefined): void {
  // Upstream reports taints under `metadata`: its path variable has not moved on to the spec.
  validateTaints(errors, 'metadata.taints', node.spec?.taints ?? []);
  for (const part of ['capacity', 'allocatable'] as const) {
    for (const [name, quantity] of Object.entries(node.status?.[part] ?? {})) {
      validateQuantity(errors, `status.${part}.${name}`, name, String(quantity));
    }
  }
  if (previous !== undefined) {
    validateNodeKept(errors, node, previous);
    return;
  }
  for (const [index, range] of (node.spec?.podCIDRs ?? []).entries()) {
    if (isCidr(range)) continue;
    const detail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    errors.invalid(`spec.podCIDRs[${index}]`, range, detail);
  }
}

function isCidr(range: string): boolean {
  const [address = '', prefix = ''] = range.split('/');
  if (!/^\d{1,3}$/.test(prefix)) return false;
  return (
    (isIPv4(address) && Number(prefix) <= PREFIX_MAX_IPV4) || (isIPv6(address) && Number(prefix) <= PREFIX_MAX_IPV6)
  );
}

function validateTaints(errors: FieldErrors, field: string, taints: readonly Taint[]): void {
  const seen = new Set<string>();
  for (const [index, { key = '', value = '', effect = '', timeAdded }] of taints.entries()) {
    const at = `${field}[${index}]`;
    errors.invalidEach(`${at}.key`, key, labelKeyErrors(key));
    const wrong = labelValueErrors(value);
    if (wrong.length > 0) errors.invalid(`${at}.value`, value, wrong.join(';'));
    errors.oneOf(`${at}.effect`, effect, TAINT_EFFECTS);
    if (seen.has(`${key}:${effect}`)) {
      // The internal Taint, as upstream prints it.
      const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
      errors.duplicate(at, shown, 'taints must be unique by key and effect pair');
    }
    seen.add(`${key}:${effect}`);
  }
}

function validateNodeKept(errors: FieldErrors, node: Node, previous: Node): void {
  const ranges = previous.spec?.podCIDRs ?? [];
  if (ranges.length > 0 && !isDeepStrictEqual(ranges, node.spec?.podCIDRs ?? [])) {
    errors.forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
  }
  const before = previous.spec?.providerID;
  const now = node.spec?.providerID;
  if (before && now && before !== now)
    errors.invalid('spec.providerID', undefined, 'field cannot be modified once set');
  if (before && !now) errors.invalid('spec.providerID', undefined, 'field cannot be cleared once set');
}
