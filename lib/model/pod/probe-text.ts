// Probes of a container in a few words.
import type { Container, Probe } from 'kubernetes-types/core/v1';
import type { PodContainerView } from './pod-view.ts';

type ProbeView = PodContainerView['probes'][number];

export function probesOf({ startupProbe, readinessProbe, livenessProbe }: Container): ProbeView[] {
  const probes: ProbeView[] = [];
  if (startupProbe !== undefined) probes.push({ kind: 'startup', text: probeText(startupProbe) });
  if (readinessProbe !== undefined) probes.push({ kind: 'readiness', text: probeText(readinessProbe) });
  if (livenessProbe !== undefined) probes.push({ kind: 'liveness', text: probeText(livenessProbe) });
  return probes;
}

/** `GET :8080/health every 10s`; defaults of api core/v1 (SetDefaults_Probe) are in what the API server answers. */
function probeText(probe: Probe): string {
  return `${askText(probe)} every ${probe.periodSeconds ?? 10}s`;
}

function askText({ httpGet, tcpSocket, exec, grpc }: Probe): string {
  if (httpGet !== undefined) {
    const scheme = httpGet.scheme === 'HTTPS' ? 'https ' : '';
    return `GET ${scheme}:${httpGet.port}${httpGet.path ?? '/'}`;
  }
  if (tcpSocket !== undefined) return `connect to :${tcpSocket.port}`;
  if (grpc !== undefined) return `gRPC :${grpc.port}${grpc.service ? ` ${grpc.service}` : ''}`;
  return exec === undefined ? 'unknown' : `run ${(exec.command ?? []).join(' ')}`;
}
