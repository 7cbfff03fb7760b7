// Checks deployments, replica sets, daemon sets and stateful sets (pkg/apis/apps/validation/validation.go).
import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import { dnsLabelErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateWorkloadSelector } from './label-selectors.ts';
import { validateTemplate } from './pod-spec.ts';

type Share = number | string | undefined;

const PERCENT = /^[0-9]+%$/;

/** How many of something, or how many per cent; null for what is neither. */
function amount(share: Share): number {
  return typeof share === 'number' ? share : Number.parseInt(share ?? '0', 10);
}

export function validateShare(errors: FieldErrors, field: string, share: Share): void {
  if (typeof share === 'number') errors.nonNegative(field, share);
  else if (share !== undefined && !PERCENT.test(share)) {
    const detail =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
    errors.invalid(field, share, detail);
  }
}

export function validatePercentCap(errors: FieldErrors, field: string, share: Share): void {
  if (typeof share === 'string' && PERCENT.test(share) && amount(share) > 100) {
    errors.invalid(field, share, 'must not be greater than 100%');
  }
}

function validateRunsForEver(errors: FieldErrors, kind: string, template: PodTemplateSpec | undefined): void {
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {};
  const field = 'spec.template.spec';
  if (restartPolicy !== 'Always') errors.notSupported(`${field}.restartPolicy`, restartPolicy, ['Always']);
  if (activeDeadlineSeconds !== undefined) {
    errors.forbidden(`${field}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`);
  }
}

function validateImmutable(errors: FieldErrors, field: string, now: unknown, before: unknown): void {
  if (!isDeepStrictEqual(now, before)) errors.invalid(field, now, 'field is immutable');
}

export function validateDeployment(
  errors: FieldErrors,
  deployment: Deployment,
  previous: Deployment | undefined,
): void {
  const { spec } = deployment;
  errors.nonNegative('spec.replicas', spec?.replicas);
  const labels = spec?.template?.metadata?.labels;
  validateWorkloadSelector(errors, spec?.selector, labels, 'empty selector is invalid for deployment');
  validateTemplate(errors, 'spec.template', spec?.template ?? {});
  validateRunsForEver(errors, 'ReplicaSet', spec?.template);
  validateDeploymentStrategy(errors, deployment);
  for (const name of ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'] as const) {
    errors.nonNegative(`spec.${name}`, spec?.[name]);
  }
  const deadline = spec?.progressDeadlineSeconds;
  if (deadline !== undefined && deadline <= (spec?.minReadySeconds ?? 0)) {
    errors.invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds');
  }
  if (previous !== undefined) validateImmutable(errors, 'spec.selector', spec?.selector, previous.spec?.selector);
}

function validateDeploymentStrategy(errors: FieldErrors, { spec }: Deployment): void {
  const field = 'spec.strategy';
  const strategy = spec?.strategy;
  const rolling = strategy?.rollingUpdate;
  if (strategy?.type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    if (rolling !== undefined) errors.forbidden(`${field}.rollingUpdate`, detail);
  } else if (strategy?.type === 'RollingUpdate') {
    validateShare(errors, `${field}.rollingUpdate.maxUnavailable`, rolling?.maxUnavailable);
    validateShare(errors, `${field}.rollingUpdate.maxSurge`, rolling?.maxSurge);
    if (amount(rolling?.maxUnavailable) === 0 && amount(rolling?.maxSurge) === 0) {
      errors.invalid(
        `${field}.rollingUpdate.maxUnavailable`,
        rolling?.maxUnavailable,
        'may not be 0 when `maxSurge` is 0',
      );
    }
    validatePercentCap(errors, `${field}.rollingUpdate.maxUnavailable`, rolling?.maxUnavailable);
  } else errors.notSupported(field, goStrategy(strategy), ['Recreate', 'RollingUpdate']);
}

/** Upstream prints its internal struct here, field names in Go's spelling. */
function goStrategy(strategy: { type?: string; rollingUpdate?: object } | undefined): unknown {
  const { maxUnavailable, maxSurge, partition } = { ...strategy?.rollingUpdate } as Record<string, unknown>;
  const limits = {
    ...(partition === undefined ? {} : { Partition: partition }),
    MaxUnavailable: maxUnavailable ?? null,
  };
  const rolling = partition === undefined ? { ...limits, MaxSurge: maxSurge ?? null } : limits;
  return { Type: strategy?.type ?? '', RollingUpdate: strategy?.rollingUpdate === undefined ? null : rolling };
}

export function validateReplicaSet(errors: FieldErrors, set: ReplicaSet, previous: ReplicaSet | undefined): void {
  const { spec } = set;
  errors.nonNegative('spec.replicas', spec?.replicas);
  errors.nonNegative('spec.minReadySeconds', spec?.minReadySeconds);
  const labels = spec?.template?.metadata?.labels;
  validateWorkloadSelector(errors, spec?.selector, labels, 'empty selector is invalid for deployment');
  validateTemplate(errors, 'spec.template', spec?.template ?? {});
  validateRunsForEver(errors, 'ReplicaSet', spec?.template);
  if (previous !== undefined) validateImmutable(errors, 'spec.selector', spec?.selector, previous.spec?.selector);
}

export function validateDaemonSet(errors: FieldErrors, set: DaemonSet, previous: DaemonSet | undefined): void {
  const { spec } = set;
  const labels = spec?.template?.metadata?.labels;
  if (previous !== undefined) validateImmutable(errors, 'spec.selector', spec?.selector, previous.spec?.selector);
  validateWorkloadSelector(errors, spec?.selector, labels, 'empty selector is invalid for daemonset', false);
  validateTemplate(errors, 'spec.template', spec?.template ?? { spec: { containers: [] } });
  validateRunsForEver(errors, 'DaemonSet', spec?.template);
  errors.nonNegative('spec.minReadySeconds', spec?.minReadySeconds);
  validateDaemonSetStrategy(errors, set);
  errors.nonNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit);
}

function validateDaemonSetStrategy(errors: FieldErrors, { spec }: DaemonSet): void {
  const field = 'spec.updateStrategy';
  const strategy = spec?.updateStrategy;
  if (strategy?.type === 'OnDelete') return;
  if (strategy?.type !== 'RollingUpdate') {
    errors.notSupported(field, goStrategy(strategy), ['RollingUpdate', 'OnDelete']);
    return;
  }
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  for (const [name, share] of Object.entries({ maxUnavailable, maxSurge })) {
    validateShare(errors, `${field}.rollingUpdate.${name}`, share);
    validatePercentCap(errors, `${field}.rollingUpdate.${name}`, share);
  }
  if (amount(maxUnavailable) !== 0 && amount(maxSurge) !== 0) {
    errors.invalid(`${field}.rollingUpdate.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero');
  } else if (amount(maxUnavailable) === 0 && amount(maxSurge) === 0) {
    errors.required(`${field}.rollingUpdate.maxUnavailable`, 'cannot be 0 when maxSurge is 0');
  }
}

export function validateStatefulSet(errors: FieldErrors, set: StatefulSet, previous: StatefulSet | undefined): void {
  const { spec } = set;
  const policies = ['OrderedReady', 'Parallel'];
  const policy = spec?.podManagementPolicy ?? '';
  if (!policies.includes(policy)) {
    errors.invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'");
  }
  const type = spec?.updateStrategy?.type ?? '';
  if (type !== 'RollingUpdate' && type !== 'OnDelete') {
    errors.invalid('spec.updateStrategy', goStrategy(spec?.updateStrategy), "must be 'RollingUpdate' or 'OnDelete'");
  }
  errors.nonNegative('spec.updateStrategy.rollingUpdate.partition', spec?.updateStrategy?.rollingUpdate?.partition);
  errors.nonNegative('spec.replicas', spec?.replicas);
  errors.nonNegative('spec.minReadySeconds', spec?.minReadySeconds);
  if (spec?.serviceName) errors.invalidEach('spec.serviceName', spec.serviceName, dnsLabelErrors(spec.serviceName));
  const labels = spec?.template?.metadata?.labels;
  validateWorkloadSelector(errors, spec?.selector, labels, 'empty selector is invalid for statefulset');
  validateTemplate(errors, 'spec.template', withClaims(set));
  validateRunsForEver(errors, 'StatefulSet', spec?.template);
  if (previous === undefined) return;
  for (const name of ['selector', 'volumeClaimTemplates', 'serviceName', 'podManagementPolicy'] as const) {
    validateImmutable(errors, `spec.${name}`, spec?.[name], previous.spec?.[name]);
  }
}

/** Claims become volumes of the same name, which containers may mount. */
function withClaims({ spec }: StatefulSet): PodTemplateSpec {
  const template = spec?.template ?? {};
  const claims: Volume[] = (spec?.volumeClaimTemplates ?? []).map((claim) => {
    const name = claim.metadata?.name ?? '';
    return { name, persistentVolumeClaim: { claimName: name } };
  });
  const names = new Set(claims.map(({ name }) => name));
  const own = (template.spec?.volumes ?? []).filter(({ name }) => !names.has(name));
  if (claims.length === 0 || template.spec === undefined) return template;
  return { ...template, spec: { ...template.spec, volumes: [...claims, ...own] } };
}
