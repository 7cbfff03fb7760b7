// Exercises whose pods find no place, each for one reason, or are not looked at by the scheduler at all.
import type { Job } from 'kubernetes-types/batch/v1';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import {
  deployed,
  deployment,
  type Exercise,
  LABEL,
  type LeftOut,
  metaOf,
  NAMESPACE,
  NO_HOST,
  onePerArchitecture,
  podSpec,
  webServer,
} from './exercise.ts';
import type { Ground } from './ground.ts';

export function pendingExercises(ground: Ground): (Exercise | LeftOut)[] {
  return [...placeless(ground), waitingForClaim(ground), ...notScheduled()];
}

const GIB = 1024 ** 3;
const HOST_PORT = 18_080;
/** Kubernetes runs on these too; the first that no board has. */
const RARE_ARCHITECTURES = ['s390x', 'ppc64le', 'loong64', 'mips64le'];

function placeless(ground: Ground): (Exercise | LeftOut)[] {
  return [
    untolerated(ground),
    ...(ground.hosts.length === 0
      ? ['selector', 'affinity', 'memory', 'cpu', 'anti-affinity', 'spread'].map((name) => ({ name, why: NO_HOST }))
      : [selector(), affinity(ground), memory(ground), cpu(ground), antiAffinity(ground), spread(ground)]),
    hostPort(ground),
  ];
}

function untolerated({ tainted }: Ground): Exercise | LeftOut {
  const name = 'taint';
  if (tainted === null) return { name, why: 'no ready board has a taint of its own' };
  const { key, value = '', effect } = tainted.taint;
  const taint = `${key}${value === '' ? '' : `=${value}`}:${effect}`;
  const finds = `Its pod is meant for ${tainted.name} and does not tolerate that board's taint ${taint}.`;
  const nodeSelector = { 'kubernetes.io/hostname': tainted.name };
  return deployed({ name, finds }, { nodeSelector, tolerations: [] });
}

function selector(): Exercise {
  const finds = 'Its pod asks for a board labelled example.org/accelerator=tpu, and none is.';
  return deployed({ name: 'selector', finds }, { nodeSelector: { 'example.org/accelerator': 'tpu' } });
}

function affinity({ architectures }: Ground): Exercise {
  const missing = RARE_ARCHITECTURES.find((one) => !architectures.includes(one)) ?? 'sparc64';
  const finds = `Its pod requires a board of the architecture ${missing}, and there is none.`;
  const matchExpressions = [{ key: 'kubernetes.io/arch', operator: 'In', values: [missing] }];
  return deployed(
    { name: 'affinity', finds },
    {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
      },
    },
  );
}

function memory({ largest }: Ground): Exercise {
  const asked = `${Math.ceil(largest.memoryBytes / GIB) + 1}Gi`;
  const finds = `Its pod asks for ${asked} of memory, more than any board has.`;
  const containers = [webServer({ resources: { requests: { memory: asked } } })];
  return deployed({ name: 'memory', finds }, { containers });
}

/** A Job, so that it is not always a Deployment that waits. */
function cpu({ largest }: Ground): Exercise {
  const name = 'cpu';
  const cores = Math.ceil(largest.cpuCores) + 1;
  const finds = `Its pod asks for ${cores} cores, more than any board has.`;
  const containers = [
    { name: 'work', image: 'busybox:1.37', command: ['sleep', '60'], resources: { requests: { cpu: `${cores}` } } },
  ];
  const named = { name, finds };
  const { labels = {}, annotations = {} } = metaOf(named);
  const object: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metaOf(named),
    spec: {
      template: { metadata: { labels, annotations }, spec: podSpec({ containers, restartPolicy: 'Never' }) },
    },
  };
  return { ...named, objects: [{ resource: 'jobs.batch', object }] };
}

function hostPort({ hosts: [host] }: Ground): Exercise | LeftOut {
  const name = 'host-port';
  if (host === undefined) return { name, why: NO_HOST };
  const finds = `Two pods want port ${HOST_PORT} of ${host.name} itself: one has it, the other waits.`;
  const nodeSelector = { 'kubernetes.io/hostname': host.name };
  const containers = [webServer({ ports: [{ containerPort: 80, hostPort: HOST_PORT }] })];
  return deployed({ name, finds }, { nodeSelector, containers }, 2);
}

function antiAffinity({ architectures }: Ground): Exercise {
  const name = 'anti-affinity';
  const replicas = architectures.length + 1;
  const finds = `Its pods keep away from each other's architecture, and there are ${replicas} of them: one too many.`;
  const term = { topologyKey: 'kubernetes.io/arch', labelSelector: { matchLabels: { [LABEL]: name } } };
  const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
  return deployed({ name, finds }, { affinity: { podAntiAffinity } }, replicas);
}

function spread({ architectures }: Ground): Exercise {
  const name = 'spread';
  const domains = architectures.length + 1;
  const finds = `Its ${domains} pods are to be spread over ${domains} architectures, and there are only ${domains - 1}.`;
  return deployed({ name, finds }, onePerArchitecture(name, { minDomains: domains }), domains);
}

function waitingForClaim({ hosts }: Ground): Exercise | LeftOut {
  const name = 'claim';
  if (hosts.length === 0) return { name, why: NO_HOST };
  const storageClassName = 'fast-nvme';
  const finds = `Its pod waits for a volume of the storage class ${storageClassName}, which nobody provides.`;
  const named = { name, finds };
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metaOf(named),
    spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const pod = {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
    containers: [webServer({ volumeMounts: [{ name: 'data', mountPath: '/usr/share/nginx/html' }] })],
  };
  return { ...named, objects: [{ resource: 'persistentvolumeclaims', object: claim }, deployment(named, pod)] };
}

/** These need no board: nobody looks for one. */
function notScheduled(): Exercise[] {
  const gate = `${LABEL}-wait`;
  const gated = `Its pod has the scheduling gate ${gate}: it waits until somebody takes that away.`;
  const schedulerName = `${NAMESPACE}-scheduler`;
  const other = `Its pod is to be placed by ${schedulerName}, which does not run: nobody looks for a board.`;
  return [
    deployed({ name: 'gate', finds: gated }, { schedulingGates: [{ name: gate }] }),
    deployed({ name: 'other-scheduler', finds: other }, { schedulerName }),
  ];
}
