'use client';
// One container: state and image at once, the rest when unfolded.
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { ContainerKind, PodContainerView } from '#lib/model/pod/pod-view.ts';
import { ContainerEnd, ContainerState } from './container-state.tsx';

const KIND_WORDS: Readonly<Record<ContainerKind, string | null>> = {
  init: 'runs before the others, and ends',
  sidecar: 'a sidecar: starts before the others, runs beside them',
  main: null,
  ephemeral: 'put in later, to look around',
};

interface ContainerCardProps {
  container: PodContainerView;
  /** Null where nothing is measured. */
  used: { cpuMillicores: number; memoryBytes: number } | null;
}

export function ContainerCard({ container, used }: ContainerCardProps) {
  const { name, kind, image, digest, restarts, last } = container;
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-mono font-medium break-all">{name}</span>
        <ContainerState container={container} />
        {KIND_WORDS[kind] === null ? null : <span className="text-ink-2">{KIND_WORDS[kind]}</span>}
      </h3>
      <div className="mt-1 max-w-200">
        <Facts
          facts={[
            ['image', <Code key="image" text={image} />],
            ['digest', digest === null ? null : <Code key="digest" text={digest} />],
            ['restarts', restarts === 0 ? null : <Restarts key="restarts" container={container} />],
            ['last end', last === null ? null : <ContainerEnd key="last" end={last} />],
            ['asks for', amountsText(container.requests, 'nothing')],
            ['at most', amountsText(container.limits, 'no limit')],
            [
              'uses',
              used === null ? null : `cpu ${formatCpu(used.cpuMillicores)}, memory ${formatMemory(used.memoryBytes)}`,
            ],
            ['ports', container.ports.join(', ')],
          ]}
        />
        <More container={container} />
      </div>
    </li>
  );
}

function More({ container }: { container: PodContainerView }) {
  const { command, args, probes, env, mounts } = container;
  const facts: [string, ReactNode][] = [];
  if (command.length > 0) facts.push(['command', <Code key="command" text={command.join(' ')} />]);
  if (args.length > 0) facts.push(['arguments', <Code key="args" text={args.join(' ')} />]);
  for (const { kind, text } of probes) facts.push([kind, <Code key={kind} text={text} />]);
  if (env.length > 0) facts.push(['variables', <Env key="env" env={env} />]);
  if (mounts.length > 0) facts.push(['mounts', <Mounts key="mounts" mounts={mounts} />]);
  if (facts.length === 0) return null;
  const counts = [
    countText(probes.length, 'probe'),
    countText(env.length, 'variable'),
    countText(mounts.length, 'mount'),
  ];
  const summary = counts.filter((text) => text !== null).join(', ') || 'its command';
  return (
    <details className="mt-1">
      <summary className="text-ink-2 hover:text-ink">{summary}</summary>
      <div className="mt-1">
        <Facts facts={facts} />
      </div>
    </details>
  );
}

function Env({ env }: { env: PodContainerView['env'] }) {
  return (
    <>
      <ul>
        {env.map(({ name, from }) => (
          <li key={name} className="break-all">
            <span className="font-mono">{name}</span>
            {from === null ? null : <span className="text-ink-2"> from {from}</span>}
          </li>
        ))}
      </ul>
      <p className="text-ink-2">Values are hidden.</p>
    </>
  );
}

function Mounts({ mounts }: { mounts: PodContainerView['mounts'] }) {
  return (
    <ul>
      {mounts.map(({ path, from, readOnly }) => (
        <li key={path} className="break-words">
          <span className="font-mono break-all">{path}</span>
          <span className="text-ink-2">
            {' '}
            {from}
            {readOnly ? ', read-only' : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Restarts({ container }: { container: PodContainerView }) {
  const { restarts, last } = container;
  return (
    <>
      {restarts}
      <Age since={last?.endedAt ?? null} prefix=", the last " suffix=" ago" />
    </>
  );
}

function Code({ text }: { text: string }) {
  return <code className="break-all">{text}</code>;
}

/** `cpu 100m, memory 64Mi`; `none` where it says nothing, which is a fact and not a gap. */
function amountsText(amounts: Readonly<Record<string, string>>, none: string): string {
  const names = Object.keys(amounts).sort();
  return names.length === 0 ? none : names.map((name) => `${name} ${amounts[name]}`).join(', ');
}

function countText(count: number, one: string): string | null {
  return count === 0 ? null : `${count} ${one}${count === 1 ? '' : 's'}`;
}
