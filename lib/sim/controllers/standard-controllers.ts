// The controllers every cluster runs whatever its boards: workloads, what belongs to them, and namespaces.

import { csrCleaner, signingController } from './certificates/csr.ts';
import type { Authority } from './certificates/csr-certificate.ts';
import type { Controller } from './controller.ts';
import { disruptionController } from './disruption.ts';
import { garbageCollector } from './garbage-collector.ts';
import { cronJobController } from './jobs/cron-job.ts';
import { jobController } from './jobs/job.ts';
import { jobExpiryController } from './jobs/job-expiry.ts';
import { jobOrphanController } from './jobs/job-orphans.ts';
import { namespaceController } from './namespaces/namespace.ts';
import { rootCaPublisher, serviceAccountController } from './namespaces/namespace-defaults.ts';
import { quotaController } from './quota.ts';
import { endpointSliceController } from './services/endpoint-slice.ts';
import { endpointsController } from './services/endpoints-controller.ts';
import { volumeControllers } from './volumes/volume-controllers.ts';
import { daemonSetController } from './workloads/daemon-set.ts';
import { deploymentController } from './workloads/deployment.ts';
import { replicaSetController, replicationController } from './workloads/replica-set.ts';
import { statefulSetController } from './workloads/stateful-set.ts';

/** `caCertificatePem`: the authority that signed the API server's certificate. With its key it signs clients' too. */
export function standardControllers(parts: { caCertificatePem: string; caKeyPem?: string }): Controller[] {
  const { caCertificatePem: certificatePem, caKeyPem: keyPem } = parts;
  const authority: Authority | undefined = keyPem === undefined ? undefined : { certificatePem, keyPem };
  return [
    serviceAccountController,
    rootCaPublisher(certificatePem),
    signingController(authority),
    csrCleaner,
    deploymentController,
    replicaSetController,
    replicationController,
    daemonSetController,
    statefulSetController,
    cronJobController,
    jobController(),
    jobOrphanController,
    jobExpiryController,
    endpointSliceController,
    endpointsController,
    disruptionController,
    quotaController,
    garbageCollector,
    namespaceController,
    ...volumeControllers(),
  ];
}
