// Jobs of the stack: what a Job runs is fixed (kubernetes pkg/apis/batch/validation ValidateJobSpecUpdate). One that has
// done its work stays as it is, one that has not is made anew.
import type { Job } from 'kubernetes-types/batch/v1';
import { MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';

const IMMUTABLE = 'field is immutable';

/** Whether there is nothing left to do for it: it proves what it was to prove, whatever it would be given now. */
export function isFinishedJob(found: ManifestObject | null): boolean {
  return isOurJob(found) && conditionsOf(found).some(({ type, status }) => type === 'Complete' && status === 'True');
}

/** Whether what refuses to change is to be deleted and made anew: `message` is the API server's. */
export function isMadeAnew(found: ManifestObject | null, message: string): boolean {
  return isOurJob(found) && !isFinishedJob(found) && message.includes(IMMUTABLE);
}

function isOurJob(found: ManifestObject | null): found is ManifestObject {
  return found?.kind === 'Job' && found.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
}

function conditionsOf(found: ManifestObject) {
  return (found as Job).status?.conditions ?? [];
}
