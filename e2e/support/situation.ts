// A cluster that a plan of the workshop is tested on, as a scenario that can be started: its objects as a recording.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '#test/support/simulated-cluster.ts';

interface Metadata {
  name: string;
  namespace?: string;
  ownerReferences?: unknown[];
  labels?: Record<string, string>;
}

interface PodSpec {
  containers?: { image: string }[];
}

interface Recorded {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: PodSpec & { group?: string; template?: { spec?: PodSpec } };
  status?: { addresses?: unknown };
}

const DIRECTORY = join(root, 'lib/model/workshop/testdata');
const ARCHITECTURES = ['amd64', 'arm64', 'arm/v7'];

/** Writes the recording to `file`. What controllers make is left to them: pods of workloads, and what is in their status. */
export function writeSituation(name: string, file: string): void {
  const text = readFileSync(join(DIRECTORY, `${name}.input.yaml`), 'utf8');
  const [question, ...objects] = parseAllDocuments(text).flatMap((one) => (one.toJS() as Recorded | null) ?? []);
  const { now, server } = question as unknown as { now: string; server: { gitVersion: string } };
  const nodes = objects.filter(({ kind }) => kind === 'Node');
  const head = {
    format: 'bramble-recording/v1',
    recordedAt: now,
    kubernetes: server.gitVersion,
    leftOut: {},
    boards: nodes.map((node) => ({
      node: node.metadata.name,
      architecture: node.metadata.labels?.['kubernetes.io/arch'] ?? '',
      coreSpeed: 9,
      pullBytesPerSecond: 100_000_000,
      runtime: 'containerd',
      dark: [],
    })),
    images: [...new Set(objects.flatMap(imagesIn))].map((image) => ({
      name: image.slice(0, image.lastIndexOf(':')),
      tags: null,
      platforms: ARCHITECTURES,
      sizeBytes: 1_000_000,
      startupMs: 100,
      log: 'generic',
      usage: 'recorded',
    })),
    load: [],
  };
  const lines = objects.filter(({ metadata }) => metadata.ownerReferences === undefined).map(lived);
  writeFileSync(file, `${[head, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`);
}

function imagesIn({ spec }: Recorded): string[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.template?.spec?.containers ?? [])];
  return containers.map(({ image }) => image);
}

/** With what a cluster that lives has to have beside what a plan reads. */
function lived(object: Recorded, index: number): object {
  const { kind, metadata, spec, status } = object;
  switch (kind) {
    case 'Node':
      return {
        ...object,
        spec: { ...spec, podCIDR: `10.244.${index}.0/24` },
        status: { ...status, addresses: [{ type: 'InternalIP', address: `192.168.7.${index + 10}` }] },
      };
    case 'APIService': {
      const [version = ''] = metadata.name.split('.');
      const service = { namespace: 'kube-system', name: 'metrics-server' };
      return { ...object, spec: { ...spec, version, service, groupPriorityMinimum: 100, versionPriority: 100 } };
    }
    case 'Service':
      return { ...object, spec: { ...spec, ports: [{ port: 80 }] } };
    case 'Pod':
    case 'Deployment':
    case 'DaemonSet': {
      const { status: _made, ...rest } = object;
      return rest;
    }
    default:
      return object;
  }
}
