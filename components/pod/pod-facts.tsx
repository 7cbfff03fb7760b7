'use client';
// Where the pod belongs: its board, its owners, and what it may ask of the cluster.
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { AutoscalerLink } from '#components/autoscaling/autoscaler-link.tsx';
import { Glyph } from '#components/boards/glyph.tsx';
import { Age } from '#components/ui/age.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { nodeHref, workloadHref } from '#lib/model/hrefs.ts';
import type { OwnerView, PodNodeView, PodUsageView, PodView } from '#lib/model/pod/pod-view.ts';
import type { Sparkline as UsageSpark } from '#lib/model/usage/usage-view.ts';
import { PodUse } from './pod-use.tsx';

const DEFAULT_SCHEDULER = 'default-scheduler';

interface PodFactsProps {
  pod: PodView;
  usage: PodUsageView;
  spark: UsageSpark | null;
}

export function PodFacts({ pod, usage, spark }: PodFactsProps) {
  const isDefault = pod.schedulerName === DEFAULT_SCHEDULER;
  return (
    <div className="pod-blocks">
      <Block title="Board">
        {pod.node === null ? <p className="text-ink-2">none yet</p> : <Board node={pod.node} />}
      </Block>
      <Block title="Made by">
        <Owners pod={pod} />
      </Block>
      <Block title="Use">
        <PodUse usage={usage} spark={spark} />
      </Block>
      <Block title="About it">
        <Facts
          facts={[
            ['age', <Age key="age" since={pod.createdAt} />],
            ['IP', pod.podIP],
            ['class', pod.qos],
            ['priority', priorityText(pod)],
            ['restarts', pod.restartPolicy],
            ['account', pod.serviceAccount],
            ['scheduler', isDefault ? null : pod.schedulerName],
          ]}
        />
      </Block>
      <Block title="Lands where" wide>
        <Rules pod={pod} />
      </Block>
    </div>
  );
}

function Block({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section aria-label={title} className={wide ? 'pod-block-wide min-w-0' : 'min-w-0'}>
      <h2 className="mb-1 text-ink-2">{title}</h2>
      {children}
    </section>
  );
}

function Board({ node }: { node: PodNodeView }) {
  return (
    <p className="flex items-start gap-2">
      {node.arch === null ? null : (
        <span className="mt-0.5">
          <Glyph arch={node.arch} size={16} />
        </span>
      )}
      <span className="min-w-0">
        <Link href={nodeHref(node.name)} prefetch={false} className="font-mono font-medium break-words underline">
          {node.name}
        </Link>
        <span className="block text-ink-2">
          {node.arch === null ? 'the node may not be read, or is not there any more' : `${node.arch}, ${node.board}`}
          {node.ready === false ? <span className="font-medium text-error">, ✕ NotReady</span> : null}
        </span>
      </span>
    </p>
  );
}

function Owners({ pod }: { pod: PodView }) {
  if (pod.owners.length === 0) return <p className="text-ink-2">nobody: a bare pod, which is not made anew</p>;
  const top = pod.owners.at(-1);
  return (
    <ol className="flex flex-col gap-0.5">
      {pod.owners.map((owner) => (
        <li key={owner.kind} className="break-words">
          <span className="text-ink-2">{owner.kind} </span>
          <Owner owner={owner} namespace={pod.namespace} linked={owner === top} />
          {owner.isGuess ? <span className="text-ink-2"> (told by the name: it may not be read)</span> : null}
        </li>
      ))}
      {top === undefined ? null : (
        <li className="break-words empty:hidden">
          <AutoscalerLink workload={{ ...top, namespace: pod.namespace }}>and its autoscaler</AutoscalerLink>
        </li>
      )}
    </ol>
  );
}

function Owner({ owner, namespace, linked }: { owner: OwnerView; namespace: string; linked: boolean }) {
  if (owner.kind === 'Node') {
    return (
      <Link href={nodeHref(owner.name)} prefetch={false} className="font-mono underline">
        {owner.name}
      </Link>
    );
  }
  if (!linked) return <span className="font-mono">{owner.name}</span>;
  return (
    <Link href={workloadHref(namespace, owner.name)} prefetch={false} className="font-mono underline">
      {owner.name}
    </Link>
  );
}

function Rules({ pod }: { pod: PodView }) {
  const selector = Object.entries(pod.nodeSelector).map(([key, value]) => `${key}=${value}`);
  return (
    <>
      <Lines title="only on nodes with" lines={selector} />
      <Lines title="affinity" lines={pod.affinity} />
      <Lines title="tolerates" lines={pod.tolerations} />
      {selector.length + pod.affinity.length + pod.tolerations.length > 0 ? null : (
        <p className="text-ink-2">It asks for no node and tolerates no taint.</p>
      )}
    </>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="mb-1">
      <p className="text-ink-2">{title}</p>
      <ul className="font-mono">
        {lines.map((line) => (
          <li key={line} className="break-words">
            <Breakable text={line} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Long names break after their signs, not within a word. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[/:=])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no identity but their place
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}

function priorityText({ priority, priorityClass }: PodView): string | null {
  if (priority === null) return priorityClass;
  return priorityClass === null ? String(priority) : `${priority}, ${priorityClass}`;
}
