// Containers of a pod as its page shows them: init containers, sidecars, main ones, ephemeral ones. No value of a variable.
import type {
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  EnvFromSource,
  EnvVar,
  EphemeralContainer,
  Pod,
  Volume,
} from 'kubernetes-types/core/v1';
import { isSidecar } from '#lib/rules/resources.ts';
import { exitWords } from './exit-words.ts';
import type { ContainerEndView, ContainerKind, ContainerStateView, PodContainerView } from './pod-view.ts';
import { probesOf } from './probe-text.ts';
import { volumeText } from './volume-text.ts';

/** A runtime's error can repeat a whole log; what tells it apart stands at its beginning. */
const MESSAGE_LENGTH_MAX = 2_000;

export function containerViews({ spec, status }: Pod): PodContainerView[] {
  const rows: { container: Container | EphemeralContainer; kind: ContainerKind; of: readonly ContainerStatus[] }[] = [];
  for (const container of spec?.initContainers ?? []) {
    const kind = isSidecar(container) ? 'sidecar' : 'init';
    rows.push({ container, kind, of: status?.initContainerStatuses ?? [] });
  }
  for (const container of spec?.containers ?? []) {
    rows.push({ container, kind: 'main', of: status?.containerStatuses ?? [] });
  }
  for (const container of spec?.ephemeralContainers ?? []) {
    rows.push({ container, kind: 'ephemeral', of: status?.ephemeralContainerStatuses ?? [] });
  }
  const volumes = new Map((spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return rows.map(({ container, kind, of }, index) => {
    const found = of.find(({ name }) => name === container.name);
    return { ...specView(container, volumes), ...stateView(found), kind, index };
  });
}

type SpecPart = Omit<PodContainerView, 'kind' | 'index' | keyof StatePart>;

function specView(container: Container | EphemeralContainer, volumes: ReadonlyMap<string, Volume>): SpecPart {
  const { name, image = '', command = [], args = [], ports = [], resources, volumeMounts = [] } = container;
  return {
    name,
    image,
    command,
    args,
    ports: ports.map((port) => {
      const named = port.name ? `${port.name} ` : '';
      const onHost = port.hostPort ? `, on the board ${port.hostPort}` : '';
      return `${named}${port.containerPort}/${port.protocol ?? 'TCP'}${onHost}`;
    }),
    requests: quantities(resources?.requests),
    limits: quantities(resources?.limits),
    probes: probesOf(container),
    env: [...(container.envFrom ?? []).map(fromView), ...(container.env ?? []).map(envView)],
    mounts: volumeMounts.map((mount) => {
      const volume = volumes.get(mount.name);
      const from = volume === undefined ? mount.name : volumeText(volume);
      const sub = mount.subPath ? `, ${mount.subPath}` : '';
      return { path: mount.mountPath, from: `${from}${sub}`, readOnly: mount.readOnly === true };
    }),
  };
}

function quantities(given: object | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([name, quantity]) => [name, String(quantity)]));
}

function fromView({ prefix, configMapRef, secretRef }: EnvFromSource): PodContainerView['env'][number] {
  const from = secretRef === undefined ? `ConfigMap ${configMapRef?.name ?? ''}` : `Secret ${secretRef.name ?? ''}`;
  return { name: `${prefix ?? ''}*`, from: `every key of ${from}` };
}

function envView({ name, valueFrom }: EnvVar): PodContainerView['env'][number] {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
  if (secretKeyRef !== undefined) return { name, from: `Secret ${secretKeyRef.name ?? ''}, ${secretKeyRef.key}` };
  if (configMapKeyRef !== undefined)
    return { name, from: `ConfigMap ${configMapKeyRef.name ?? ''}, ${configMapKeyRef.key}` };
  if (fieldRef !== undefined) return { name, from: fieldRef.fieldPath };
  return { name, from: resourceFieldRef === undefined ? null : resourceFieldRef.resource };
}

interface StatePart {
  digest: string | null;
  state: ContainerStateView;
  last: ContainerEndView | null;
  ready: boolean;
  restarts: number;
}

function stateView(status: ContainerStatus | undefined): StatePart {
  const last = status?.lastState?.terminated;
  return {
    digest: digestOf(status?.imageID ?? ''),
    state: stateOf(status?.state, status?.started === true),
    last: last === undefined ? null : endView(last),
    ready: status?.ready === true,
    restarts: status?.restartCount ?? 0,
  };
}

function stateOf(state: ContainerState | undefined, started: boolean): ContainerStateView {
  if (state?.running !== undefined) return { kind: 'running', since: state.running.startedAt ?? null, started };
  if (state?.terminated !== undefined) return { kind: 'ended', ...endView(state.terminated) };
  if (state?.waiting === undefined) return { kind: 'unknown' };
  const { reason = '', message = '' } = state.waiting;
  return { kind: 'waiting', reason, message: message.slice(0, MESSAGE_LENGTH_MAX) };
}

function endView(end: ContainerStateTerminated): ContainerEndView {
  const { exitCode, reason = '', startedAt, finishedAt } = end;
  const message = (end.message ?? '').trim().slice(0, MESSAGE_LENGTH_MAX);
  const words = exitWords({ exitCode, reason, message });
  return { exitCode, reason, message, words, startedAt: startedAt ?? null, endedAt: finishedAt ?? null };
}

/** `docker-pullable://nginx@sha256:…`, `docker.io/library/nginx@sha256:…` or the digest alone. */
function digestOf(imageID: string): string | null {
  return /sha256:[0-9a-f]{64}/.exec(imageID)?.[0] ?? null;
}
