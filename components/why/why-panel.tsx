'use client';
// Why one pod is where it is, or nowhere: in one sentence, then node by node, then in the scheduler's own words.
import Link from 'next/link';
import { type ReactNode, type RefObject, useMemo } from 'react';
import { AutoscalerLink } from '#components/autoscaling/autoscaler-link.tsx';
import { DoctorCard } from '#components/images/doctor-card.tsx';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Age } from '#components/ui/age.tsx';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { WhyView } from '#lib/model/placement/why/why-view.ts';
import { workloadWhatIfHref } from '#lib/queries/suppositions.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { whyOf, whyTopic } from '#lib/queries/why-rows.ts';
import { SchedulerWords } from './scheduler-words.tsx';
import { WaysOut } from './ways-out.tsx';
import { WhyAsks } from './why-asks.tsx';
import { WhyNodes } from './why-nodes.tsx';

interface WhyPanelProps {
  pod: PodRef;
  /** The node whose verdict is open. */
  node: string | null;
  /** The other pods of its workload. */
  siblings: ReactNode;
  heading: RefObject<HTMLHeadingElement | null> | null;
  onClose: () => void;
}

export function WhyPanel({ pod, node, siblings, heading, onClose }: WhyPanelProps) {
  const { data, error } = useTopic(whyTopic(pod));
  const { why, nodes, sources } = useMemo(() => whyOf(data?.rows ?? {}), [data]);
  return (
    <article className="why" aria-busy={data === undefined && error === null}>
      <div className="flex items-start gap-3">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 grow text-16 font-semibold break-words outline-none">
          {why === null ? `Why ${pod.name}?` : questionText(why)}
        </h2>
        <button
          type="button"
          onClick={onClose}
          aria-label="Close"
          className="-mt-1 size-8 shrink-0 text-ink-2 hover:text-ink"
        >
          ✕
        </button>
      </div>
      {why === null ? (
        <NoAnswer
          pod={pod}
          siblings={siblings}
          error={error}
          loading={data === undefined || sources['pods']?.state !== 'live'}
        />
      ) : (
        <>
          <p className="text-ink-2">{why.summary}</p>
          <PodFacts why={why} siblings={siblings} />
          {why.state === 'failing' ? <DoctorCard pod={why} /> : null}
          <SourceNotes sources={sources} />
          {why.refusal === null ? null : <p className="mt-3 font-medium">{why.refusal}</p>}
          <Unknowns unknowns={why.unknowns} />
          <WaysOut why={why} nodes={nodes} />
          <WhyNodes key={node} why={why} nodes={nodes} asked={node} />
          <SchedulerWords why={why} />
          <WhyAsks why={why} />
        </>
      )}
    </article>
  );
}

function questionText({ name, state, status, node }: WhyView): string {
  if (node === null) return `Why is ${name} pending?`;
  if (state === 'failing') return `Why does ${name} fail? (${status})`;
  return `Why is ${name} on ${node}?`;
}

function PodFacts({ why, siblings }: { why: WhyView; siblings: ReactNode }) {
  const { namespace, name, owner, status, createdAt } = why;
  return (
    <div className="mt-3 border-y border-line py-2">
      <p>
        {owner.kind} <span className="font-mono">{owner.name}</span> in {namespace}
      </p>
      <p className="text-ink-2">
        {status}, <Age since={createdAt} suffix=" old" />
      </p>
      {siblings === null ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-ink-2">its pods</span>
          {siblings}
        </div>
      )}
      <p className="flex gap-4">
        <Link href={`/pods/${namespace}/${name}`} prefetch={false} className="underline">
          Pod and logs
        </Link>
        <Link href={workloadWhatIfHref(owner)} prefetch={false} className="underline">
          What if?
        </Link>
        <AutoscalerLink workload={owner}>Autoscaler</AutoscalerLink>
      </p>
    </div>
  );
}

function Unknowns({ unknowns }: { unknowns: readonly string[] }) {
  if (unknowns.length === 0) return null;
  return (
    <section aria-label="What cannot be known here" className="mt-3">
      <h3 className="font-medium">What cannot be known here</h3>
      <ul className="text-ink-2">
        {unknowns.map((unknown) => (
          <li key={unknown}>{unknown}</li>
        ))}
      </ul>
    </section>
  );
}

interface NoAnswerProps {
  pod: PodRef;
  siblings: ReactNode;
  error: Error | null;
  loading: boolean;
}

function NoAnswer({ pod, siblings, error, loading }: NoAnswerProps) {
  if (error !== null && !/no topic|not found/i.test(error.message))
    return <p className="text-error">✕ {error.message}</p>;
  if (loading && error === null) {
    return (
      <p role="status" className="text-ink-2">
        Looking at every node…
      </p>
    );
  }
  return siblings === null ? (
    <p role="status">
      There is no pod {pod.namespace}/{pod.name}, or not any more.
    </p>
  ) : (
    <>
      <p role="status">This pod is gone. Its workload now has:</p>
      {siblings}
    </>
  );
}
