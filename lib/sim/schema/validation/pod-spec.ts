// Checks the specification of pods, in pods and in templates (pkg/apis/core/validation ValidatePodSpec).
import type { PodSpec, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/label-syntax.ts';
import { validateContainers } from './containers.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';
import { validateAffinity, validateSpreading, validateTolerations } from './scheduling.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const INT32_MAX = 2 ** 31 - 1;

export function validateTemplate(errors: FieldErrors, field: string, template: PodTemplateSpec): void {
  validateLabels(errors, `${field}.labels`, template.metadata?.labels);
  validateAnnotations(errors, `${field}.annotations`, template.metadata?.annotations);
  validatePodSpec(errors, `${field}.spec`, template.spec ?? { containers: [] });
  if ((template.spec?.ephemeralContainers ?? []).length > 0) {
    errors.forbidden(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template');
  }
}

export function validatePodSpec(errors: FieldErrors, field: string, spec: PodSpec): void {
  const volumes = validateVolumes(errors, `${field}.volumes`, spec.volumes ?? []);
  validateContainers(errors, field, spec, volumes);
  errors.oneOf(`${field}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES);
  errors.oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES);
  validateLabels(errors, `${field}.nodeSelector`, spec.nodeSelector);
  if (spec.affinity !== undefined) validateAffinity(errors, `${field}.affinity`, spec.affinity);
  validateSpreading(errors, `${field}.topologySpreadConstraints`, spec.topologySpreadConstraints ?? []);
  for (const name of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'] as const) {
    const value = spec[name];
    if (value) errors.invalidEach(`${field}.${name}`, value, dnsSubdomainErrors(value));
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)) {
    errors.invalid(`${field}.activeDeadlineSeconds`, deadline, `must be between 1 and ${INT32_MAX}, inclusive`);
  }
  for (const name of ['hostname', 'subdomain'] as const) {
    const value = spec[name];
    if (value) errors.invalidEach(`${field}.${name}`, value, dnsLabelErrors(value));
  }
  validateTolerations(errors, `${field}.tolerations`, spec.tolerations ?? []);
}

/** Returns the names that containers may mount. */
function validateVolumes(errors: FieldErrors, field: string, volumes: readonly Volume[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}[${index}]`;
    const sources = Object.entries(volume).filter(([key, value]) => key !== 'name' && value !== undefined);
    for (const [key] of sources.slice(1)) errors.forbidden(`${at}.${key}`, 'may not specify more than 1 volume type');
    validateSource(errors, at, volume);
    if (!volume.name) errors.required(`${at}.name`);
    else errors.invalidEach(`${at}.name`, volume.name, dnsLabelErrors(volume.name));
    if (names.has(volume.name)) errors.duplicate(`${at}.name`, volume.name);
    names.add(volume.name);
  }
  return names;
}

function validateSource(errors: FieldErrors, field: string, volume: Volume): void {
  const { secret, configMap, hostPath, persistentVolumeClaim } = volume;
  if (hostPath !== undefined && !hostPath.path) errors.required(`${field}.hostPath.path`);
  if (secret !== undefined && !secret.secretName) errors.required(`${field}.secret.secretName`);
  if (configMap !== undefined && !configMap.name) errors.required(`${field}.configMap.name`);
  if (persistentVolumeClaim !== undefined && !persistentVolumeClaim.claimName) {
    errors.required(`${field}.persistentVolumeClaim.claimName`);
  }
}
