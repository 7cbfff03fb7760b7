// Checks the specification of pods, in pods and in templates (pkg/apis/core/validation ValidatePodSpec).
import type { PodSpec, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import { objectAt } from '../../json.ts';
import { validateContainers } from './containers.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';
import { validateAffinity, validateSpreading, validateTolerations } from './scheduling.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
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
    const before = errors.list.length;
    const sources = Object.keys(volume).filter((key) => key !== 'name');
    validateSource(errors, at, volume, sources[0] ?? '');
    for (const source of sources.slice(1))
      errors.forbidden(`${at}.${source}`, 'may not specify more than 1 volume type');
    if (!volume.name) errors.required(`${at}.name`);
    else errors.invalidEach(`${at}.name`, volume.name, dnsLabelErrors(volume.name));
    if (names.has(volume.name)) errors.duplicate(`${at}.name`, volume.name);
    // A volume that is wrong does not count, but a mount of it is not reported as well.
    if (errors.list.length === before) names.add(volume.name);
  }
  return new Set(volumes.map((volume) => volume.name));
}

/** Which field of a volume's source names what it is made of. */
const SOURCE_NAMES: Readonly<Record<string, string>> = {
  configMap: 'name',
  hostPath: 'path',
  persistentVolumeClaim: 'claimName',
  secret: 'secretName',
};

function validateSource(errors: FieldErrors, field: string, volume: Volume, source: string): void {
  const name = SOURCE_NAMES[source];
  if (name !== undefined && !objectAt(volume, source)?.[name]) errors.required(`${field}.${source}.${name}`);
}
