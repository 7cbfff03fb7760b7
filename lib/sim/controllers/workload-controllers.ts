// The controllers every cluster runs whatever its boards: workloads, what belongs to them, and namespaces.
import type { Controller } from './controller.ts';
import { cronJobController } from './cron-job.ts';
import { csrCleaner, signingController } from './csr.ts';
import type { Authority } from './csr-certificate.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointSliceController } from './endpoint-slice.ts';
import { endpointsController } from './endpoints-controller.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job.ts';
import { jobExpiryController } from './job-expiry.ts';
import { jobOrphanController } from './job-orphans.ts';
import { namespaceController } from './namespace.ts';
import { rootCaPublisher, serviceAccountController } from './namespace-defaults.ts';
import { quotaController } from './quota.ts';
import { replicaSetController, replicationController } from './replica-set.ts';
import { statefulSetController } from './stateful-set.ts';
import { volumeControllers } from './volumes/volume-controllers.ts';

/** `caCertificatePem`: the authority that signed the API server's certificate. With its key it signs clients' too. */
export function workloadControllers(parts: { caCertificatePem: string; caKeyPem?: string }): Controller[] {
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
