// What kwok says when the log of a container is asked for: the same few lines for all of them, as none runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const LINES = ['starting', 'listening on :80', 'ready'];

/** Writes log and configuration into that folder; gives the configuration's path. */
export function podLogs(directory: string): string {
  const path = join(directory, 'pods.log');
  // As a container runtime writes them: time, stream, whole line.
  const lines = LINES.map((line, index) => `${new Date(Date.now() + index).toISOString()} stdout F ${line}\n`);
  writeFileSync(path, lines.join(''));
  const configuration = join(directory, 'pod-logs.yaml');
  const logs = { logs: [{ logsFile: path, previousLogsFile: path }] };
  const object = { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'ClusterLogs', metadata: { name: 'all' }, spec: logs };
  writeFileSync(configuration, stringify(object));
  return configuration;
}
