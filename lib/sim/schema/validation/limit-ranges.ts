// Checks limit ranges (pkg/apis/core/validation ValidateLimitRange).
import type { LimitRange, LimitRangeItem } from 'kubernetes-types/core/v1';
import { labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import { compareQuantities, parseQuantity } from '#lib/rules/quantity.ts';
import type { FieldErrors } from './field-errors.ts';
import { STANDARD_RESOURCES } from './resource-requirements.ts';

const TYPES = ['Container', 'PersistentVolumeClaim', 'Pod'];

type Amounts = Readonly<Record<string, string>>;

function amounts(given: object | undefined): Amounts {
  return (given ?? {}) as Amounts;
}

export function validateLimitRange(errors: FieldErrors, { spec }: LimitRange): void {
  const seen = new Set<string>();
  for (const [index, item] of (spec?.limits ?? []).entries()) {
    const field = `spec.limits[${index}]`;
    const type = item.type ?? '';
    const wrong = labelKeyErrors(type);
    errors.invalidEach(`${field}.type`, type, wrong);
    if (wrong.length === 0 && !type.includes('/') && !TYPES.includes(type)) {
      errors.invalid(`${field}.type`, type, 'must be a standard limit type or fully qualified');
    }
    validateNames(errors, field, item);
    if (seen.has(type)) errors.duplicate(`${field}.type`, type);
    seen.add(type);
    validateItem(errors, field, item);
  }
}

function validateNames(errors: FieldErrors, field: string, item: LimitRangeItem): void {
  for (const part of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const) {
    // validateItem says that these are not for pods at all.
    if (item.type === 'Pod' && part.startsWith('default')) continue;
    for (const name of Object.keys(amounts(item[part]))) {
      const at = `${field}.${part}[${name}]`;
      const wrong = labelKeyErrors(name);
      errors.invalidEach(at, name, wrong);
      const standard = name.includes('/') || STANDARD_RESOURCES.has(name) || name.startsWith('hugepages-');
      if (wrong.length === 0 && !standard) {
        errors.invalid(at, name, 'must be a standard resource type or fully qualified');
      }
    }
  }
}

function validateItem(errors: FieldErrors, field: string, item: LimitRangeItem): void {
  if (item.type === 'Pod') {
    for (const name of ['default', 'defaultRequest'] as const) {
      const detail = "may not be specified when `type` is 'Pod'";
      if (Object.keys(amounts(item[name])).length > 0) errors.forbidden(`${field}.${name}`, detail);
    }
  }
  const storage = [item.min, item.max].some((side) => amounts(side)['storage'] !== undefined);
  if (item.type === 'PersistentVolumeClaim' && !storage) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    errors.required(`${field}.limits`, detail);
  }
  const parts = [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio].map(amounts);
  for (const name of new Set(parts.flatMap((part) => Object.keys(part)))) validateBounds(errors, field, item, name);
}

function validateBounds(errors: FieldErrors, field: string, item: LimitRangeItem, name: string): void {
  const [min, max] = [amounts(item.min)[name], amounts(item.max)[name]];
  const isPod = item.type === 'Pod';
  const limit = isPod ? undefined : amounts(item.default)[name];
  const request = isPod ? undefined : amounts(item.defaultRequest)[name];
  const ratio = amounts(item.maxLimitRequestRatio)[name];
  const above = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
  const wrong = (part: string, shown: string | undefined, text: string) =>
    errors.invalid(`${field}.${part}[${name}]`, shown, text);
  if (above(min, max)) wrong('min', min, `min value ${min} is greater than max value ${max}`);
  if (above(min, request)) {
    wrong('defaultRequest', request, `min value ${min} is greater than default request value ${request}`);
  }
  if (above(request, max)) {
    wrong('defaultRequest', request, `default request value ${request} is greater than max value ${max}`);
  }
  if (above(request, limit)) {
    wrong('defaultRequest', request, `default request value ${request} is greater than default limit value ${limit}`);
  }
  if (above(min, limit)) wrong('default', min, `min value ${min} is greater than default value ${limit}`);
  if (above(limit, max)) wrong('default', max, `default value ${limit} is greater than max value ${max}`);
  if (ratio === undefined) return;
  if (compareQuantities(ratio, '1') < 0) wrong('maxLimitRequestRatio', ratio, `ratio ${ratio} is less than 1`);
  if (min === undefined || max === undefined) return;
  const widest = parseQuantity(max) / parseQuantity(min);
  if (parseQuantity(ratio) > widest) {
    wrong('maxLimitRequestRatio', ratio, `ratio ${ratio} is greater than max/min = ${widest.toFixed(6)}`);
  }
}
