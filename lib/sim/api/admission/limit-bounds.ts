// Minimum, maximum and ratio of one item of a LimitRange (plugin/pkg/admission/limitranger/admission.go
// minConstraint, maxConstraint, maxRequestConstraint, limitRequestRatioConstraint).
import type { LimitRangeItem } from 'kubernetes-types/core/v1';
import { formatQuantity, type Quantity } from '#lib/rules/quantity.ts';
import { type Quantities, quantitiesOf } from '#lib/rules/quotas/pod-amounts.ts';

export interface Bounded {
  requests: Quantities;
  /** `none` for claims, which have no limits. */
  limits: Quantities | 'none';
}

type Amounts = Readonly<Record<string, string>> | undefined;

const RATIO_DIGITS = 6;

/** Each fault in upstream's words. */
export function boundFaults(item: LimitRangeItem, given: Bounded): string[] {
  const { type } = item;
  const faults: string[] = [];
  const each = (bounds: object | undefined, check: (name: string, bound: Quantity) => string | null) => {
    for (const [name, bound] of Object.entries(quantitiesOf(bounds as Amounts))) {
      const fault = check(name, bound);
      if (fault !== null) faults.push(fault);
    }
  };
  each(item.min, (name, bound) => minFault(`minimum ${name} usage per ${type}`, name, bound, given));
  each(item.max, (name, bound) => maxFault(`maximum ${name} usage per ${type}`, name, bound, given));
  if (given.limits === 'none') return faults;
  const { limits, requests } = given;
  each(item.maxLimitRequestRatio, (name, bound) =>
    ratioFault(`${name} max limit to request ratio per ${type}`, bound, requests[name], limits[name]),
  );
  return faults;
}

function limitOf({ limits }: Bounded, name: string): Quantity | undefined {
  return limits === 'none' ? undefined : limits[name];
}

function minFault(what: string, name: string, bound: Quantity, given: Bounded): string | null {
  const request = given.requests[name];
  const limit = limitOf(given, name);
  const is = `${what} is ${formatQuantity(bound)}`;
  if (request === undefined) return `${is}.  No request is specified`;
  if (request.nanos < bound.nanos) return `${is}, but request is ${formatQuantity(request)}`;
  if (limit !== undefined && limit.nanos < bound.nanos) return `${is}, but limit is ${formatQuantity(limit)}`;
  return null;
}

function maxFault(what: string, name: string, bound: Quantity, given: Bounded): string | null {
  const request = given.requests[name];
  const limit = limitOf(given, name);
  const is = `${what} is ${formatQuantity(bound)}`;
  if (given.limits === 'none') {
    if (request === undefined) return `${is}.  No request is specified`;
  } else if (limit === undefined) return `${is}.  No limit is specified`;
  if (limit !== undefined && limit.nanos > bound.nanos) return `${is}, but limit is ${formatQuantity(limit)}`;
  if (request !== undefined && request.nanos > bound.nanos) return `${is}, but request is ${formatQuantity(request)}`;
  return null;
}

function ratioFault(what: string, bound: Quantity, request?: Quantity, limit?: Quantity): string | null {
  const is = `${what} is ${formatQuantity(bound)}`;
  if (request === undefined || request.nanos === 0n) return `${is}, but no request is specified or request is 0`;
  if (limit === undefined || limit.nanos === 0n) return `${is}, but no limit is specified or limit is 0`;
  const ratio = Number(limit.nanos) / Number(request.nanos);
  if (ratio <= Number(bound.nanos) / 1e9) return null;
  return `${is}, but provided ratio is ${ratio.toFixed(RATIO_DIGITS)}`;
}
