// The last word on an object before it is stored: Kubernetes' own rules, or those of its CRD's schema.
import { validateObject } from '../../schema/validate.ts';
import { FieldErrors, throwInvalid } from '../../schema/validation/field-errors.ts';
import { validateMetadata, validateMetadataUpdate } from '../../schema/validation/metadata.ts';
import { nameRuleOf } from '../../schema/validation/names.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import { validateCustom } from './custom-validation.ts';

/** Throws Invalid with every field that is wrong. */
export function checkValid(served: Served, object: KubeObject, previous: KubeObject | undefined): void {
  if (served.custom !== true) {
    validateObject(served.type, object, previous);
    return;
  }
  const { type, openApi } = served;
  const errors = new FieldErrors();
  const metadata = object.metadata ?? {};
  validateMetadata(errors, metadata, type.namespaced, nameRuleOf(type.id), true);
  if (previous !== undefined) validateMetadataUpdate(errors, metadata, previous.metadata ?? {});
  if (openApi !== undefined) validateCustom(errors, openApi, object);
  throwInvalid(type.kind, type.group, metadata.name ?? '', errors.list);
}
