// Checks drivers, the nodes they run on and attachments (pkg/apis/storage/validation/validation.go).
import { isDeepStrictEqual } from 'node:util';
import type { CSIDriver, CSINode, VolumeAttachment } from 'kubernetes-types/storage/v1';
import { dnsSubdomainErrors, labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';

const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLES = ['Persistent', 'Ephemeral'];

export function validateDriver(errors: FieldErrors, { spec }: CSIDriver, previous?: CSIDriver): void {
  const policy = spec?.fsGroupPolicy;
  if (policy !== undefined && !GROUP_POLICIES.includes(policy)) {
    errors.notSupported('spec.fsGroupPolicy', policy, GROUP_POLICIES);
  }
  for (const mode of spec?.volumeLifecycleModes ?? []) {
    if (!LIFECYCLES.includes(mode)) errors.notSupported('spec.volumeLifecycleModes', mode, LIFECYCLES);
  }
  if (previous === undefined) return;
  for (const name of ['attachRequired', 'volumeLifecycleModes'] as const) {
    if (!isDeepStrictEqual(spec?.[name], previous.spec[name])) {
      errors.invalid(`spec.${name}`, spec?.[name], 'field is immutable');
    }
  }
}

export function validateCsiNode(errors: FieldErrors, { spec }: CSINode): void {
  const drivers = spec?.drivers ?? [];
  for (const [index, { name, nodeID, topologyKeys }] of drivers.entries()) {
    const field = `spec.drivers[${index}]`;
    if (!name) errors.required(`${field}.name`);
    if (!nodeID) errors.required(`${field}.nodeID`);
    const twice = drivers.findIndex((one) => one.name === name) < index;
    if (twice) errors.duplicate(`${field}.name`, name);
    for (const key of topologyKeys ?? []) {
      if (!key) errors.required(field);
      errors.invalidEach(field, key, labelKeyErrors(key));
    }
  }
}

export function validateAttachment(errors: FieldErrors, one: VolumeAttachment, previous?: VolumeAttachment): void {
  const spec: Partial<VolumeAttachment['spec']> = one.spec ?? {};
  const { attacher = '', nodeName = '', source } = spec;
  if (source?.persistentVolumeName === undefined && source?.inlineVolumeSpec === undefined) {
    errors.required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName');
  }
  errors.invalidEach('spec.nodeName', nodeName, dnsSubdomainErrors(nodeName));
  if (attacher === '') errors.required('spec.attacher');
  if (previous !== undefined && !isDeepStrictEqual(one.spec, previous.spec)) {
    errors.invalid('spec', one.spec, 'field is immutable');
  }
}
