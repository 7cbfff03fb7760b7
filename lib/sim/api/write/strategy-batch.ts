// Jobs and cron jobs: a new job selects its own pods by its uid, unless it brings a selector.
// Mirrors pkg/registry/batch/{job,cronjob}/strategy.go.
import type { Job, JobSpec } from 'kubernetes-types/batch/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import type { Strategy } from './strategy.ts';

const UID_LABEL = 'batch.kubernetes.io/controller-uid';

/** generateSelector: labels of a name and a uid in two spellings each; what the template has already stays. */
function withSelector(object: KubeObject): KubeObject {
  const job = object as Job;
  const { metadata } = job;
  const spec: Partial<JobSpec> = job.spec ?? {};
  if (spec.manualSelector === true) return object;
  const { name = '', uid = '' } = metadata ?? {};
  const generated = { 'job-name': name, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, [UID_LABEL]: uid };
  const template: PodTemplateSpec = spec.template ?? {};
  const labels = { ...generated, ...template.metadata?.labels };
  const selector = { ...spec.selector, matchLabels: { [UID_LABEL]: uid, ...spec.selector?.matchLabels } };
  // Labels that were defaulted are those of the template: one map in Go, which the generated ones are put into.
  const isShared = metadata?.labels !== undefined && metadata.labels === template.metadata?.labels;
  const next: Job = {
    ...job,
    ...(isShared ? { metadata: { ...metadata, labels } } : {}),
    spec: { ...spec, selector, template: { ...template, metadata: { ...template.metadata, labels } } },
  };
  return next;
}

export const BATCH_STRATEGIES: Readonly<Record<string, Strategy>> = {
  'cronjobs.batch': { tracksGeneration: true },
  'jobs.batch': { tracksGeneration: true, orphansByDefault: true, prepareCreate: withSelector },
};
