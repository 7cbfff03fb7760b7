// Checks cron jobs (pkg/apis/batch/validation/validation.go validateCronJobSpec).
import type { CronJob } from 'kubernetes-types/batch/v1';
import { CronSyntaxError, parseCron } from '#lib/rules/jobs/cron-schedule.ts';
import type { FieldErrors } from './field-errors.ts';
import type { NewerJobSpec } from './job-spec.ts';
import { validateJobSpec } from './jobs.ts';

/** The controller appends a dash and ten digits. */
const NAME_LENGTH_MAX = 52;
const POLICIES = ['Allow', 'Forbid', 'Replace'];
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

export function validateCronJob(errors: FieldErrors, cron: CronJob, previous: CronJob | undefined): void {
  const { spec } = cron;
  const name = cron.metadata?.name ?? '';
  validateSchedule(errors, spec?.schedule ?? '', spec?.timeZone, previous?.spec?.schedule);
  errors.nonNegative('spec.startingDeadlineSeconds', spec?.startingDeadlineSeconds);
  const zone = spec?.timeZone;
  if (zone !== undefined && zone !== previous?.spec?.timeZone) validateZone(errors, zone);
  errors.oneOf('spec.concurrencyPolicy', spec?.concurrencyPolicy, POLICIES);
  validateTemplate(errors, spec?.jobTemplate?.spec);
  errors.nonNegative('spec.successfulJobsHistoryLimit', spec?.successfulJobsHistoryLimit);
  errors.nonNegative('spec.failedJobsHistoryLimit', spec?.failedJobsHistoryLimit);
  if (previous === undefined && name.length > NAME_LENGTH_MAX) {
    errors.invalid('metadata.name', name, `must be no more than ${NAME_LENGTH_MAX} characters`);
  }
}

function validateSchedule(errors: FieldErrors, text: string, zone: string | undefined, before = ''): void {
  const field = 'spec.schedule';
  if (text === '') {
    errors.required(field);
    return;
  }
  try {
    parseCron(text.replace(/^(?:CRON_)?TZ=\S+\s+/, ''));
  } catch (error) {
    if (!(error instanceof CronSyntaxError)) throw error;
    errors.invalid(field, text, error.message);
  }
  if (!text.includes('TZ')) return;
  if (!before.includes('TZ')) {
    errors.invalid(field, text, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  } else if (zone !== undefined) {
    errors.invalid(field, text, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
  }
}

function validateZone(errors: FieldErrors, zone: string): void {
  const field = 'spec.timeZone';
  if (zone === '') {
    errors.invalid(field, zone, 'timeZone must be nil or non-empty string');
    return;
  }
  const wrong = (part: string) => part === '.' || part === '..' || part.startsWith('-') || !ZONE_PART.test(part);
  if (zone.split('/').some(wrong)) {
    errors.invalid(field, zone, `unknown time zone ${zone}`);
    return;
  }
  if (zone.toLowerCase() === 'local') {
    errors.invalid(field, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  }
  if (!isKnownZone(zone)) errors.invalid(field, zone, `unknown time zone ${zone}`);
}

function isKnownZone(zone: string): boolean {
  // Go knows its own zone by this name.
  if (zone === 'Local') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The jobs made of it get their selectors later. */
function validateTemplate(errors: FieldErrors, spec: NewerJobSpec | undefined): void {
  const field = 'spec.jobTemplate.spec';
  validateJobSpec(errors, field, spec ?? { template: {} });
  if (spec?.selector !== undefined)
    errors.invalid(`${field}.selector`, spec.selector, '`selector` will be auto-generated');
  if (spec?.manualSelector === true) errors.notSupported(`${field}.manualSelector`, true, ['nil', 'false']);
}
