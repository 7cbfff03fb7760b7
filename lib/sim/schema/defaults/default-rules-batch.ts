// What Kubernetes' defaulting adds to jobs and cron jobs (pkg/apis/batch/v1/defaults.go).
// A job template in a cron job gets nothing: only the job made of it does.
import { type JsonDraft, objectAt } from '../../json.ts';
import { type DefaultRule, setDefault, setPointer } from './default-rule.ts';

const BATCH = 'io.k8s.api.batch.v1';

const BACKOFF_LIMIT = 6;
/** With a limit for each index, the limit of the whole is none. */
const BACKOFF_UNLIMITED = 2 ** 31 - 1;
const SUCCESSFUL_HISTORY = 3;
const FAILED_HISTORY = 1;

function job(object: JsonDraft): void {
  const labels = objectAt(object, 'spec', 'template', 'metadata', 'labels');
  const own = objectAt(object, 'metadata', 'labels');
  const metadata = objectAt(object, 'metadata');
  if (metadata !== undefined && labels !== undefined && Object.keys(own ?? {}).length === 0) {
    // The same map and not a copy, as in Go: the labels that a create adds to the template are the job's too.
    metadata['labels'] = labels;
  }
  const spec = objectAt(object, 'spec');
  if (spec !== undefined) jobSpec(spec);
}

function jobSpec(spec: JsonDraft): void {
  if (spec['completions'] == null && spec['parallelism'] == null) spec['completions'] = 1;
  setPointer(spec, 'parallelism', 1);
  setPointer(spec, 'backoffLimit', spec['backoffLimitPerIndex'] == null ? BACKOFF_LIMIT : BACKOFF_UNLIMITED);
  setPointer(spec, 'completionMode', 'NonIndexed');
  setPointer(spec, 'suspend', false);
  setPointer(spec, 'podReplacementPolicy', spec['podFailurePolicy'] == null ? 'TerminatingOrFailed' : 'Failed');
  setPointer(spec, 'manualSelector', false);
}

function cronJobSpec(spec: JsonDraft): void {
  setDefault(spec, 'concurrencyPolicy', 'Allow');
  setPointer(spec, 'suspend', false);
  setPointer(spec, 'successfulJobsHistoryLimit', SUCCESSFUL_HISTORY);
  setPointer(spec, 'failedJobsHistoryLimit', FAILED_HISTORY);
}

export const BATCH_RULES: Readonly<Record<string, DefaultRule>> = {
  [`${BATCH}.CronJobSpec`]: cronJobSpec,
  [`${BATCH}.Job`]: job,
  [`${BATCH}.PodFailurePolicyOnPodConditionsPattern`]: (pattern) => setDefault(pattern, 'status', 'True'),
};
