// Pods of a workload in one place: each a pin that leads to its why; only their counts where they are too many.
import { archClass } from '#components/boards/arch-class.ts';
import type { PinState, PodRef } from '#lib/model/overview/overview-view.ts';
import type { PlacementPod } from '#lib/model/placement/placement-view.ts';
import { PodPin } from './pod-pin.tsx';
import { countsText, STATES } from './state-words.ts';

/** The address of a pod's why; the page keeps its filter when the link is followed on it. */
export function whyHref({ namespace, name }: PodRef, node?: string): string {
  return `/placement?why=${namespace}/${name}${node === undefined ? '' : `&node=${node}`}`;
}

interface PodLinksProps {
  namespace: string;
  pods: readonly PlacementPod[];
  /** Pods that are drawn one by one. */
  most: number;
  /** The pod whose why is shown. */
  selected: string | null;
  /** Where nothing around the pods has the colour of their architecture; null is unknown, or nowhere. */
  archOf?: (node: string | null) => string | null;
  tabIndex: (stop: string) => number | undefined;
}

export function PodLinks({ namespace, pods, most, selected, archOf, tabIndex }: PodLinksProps) {
  if (pods.length > most) {
    const counts: Partial<Record<PinState, number>> = {};
    for (const { state } of pods) counts[state] = (counts[state] ?? 0) + 1;
    return <StateCounts namespace={namespace} counts={counts} pods={pods} selected={selected} tabIndex={tabIndex} />;
  }
  return (
    <span className="pods">
      {pods.map((pod) => (
        <PodLink
          key={pod.name}
          namespace={namespace}
          pod={pod}
          arch={archOf?.(pod.node) ?? null}
          current={pod.name === selected}
          tabIndex={tabIndex(pod.name)}
        />
      ))}
    </span>
  );
}

interface PodLinkProps {
  namespace: string;
  pod: PlacementPod;
  arch: string | null;
  current: boolean;
  tabIndex: number | undefined;
}

function PodLink({ namespace, pod: { name, state, status }, arch, current, tabIndex }: PodLinkProps) {
  const words = `${name}: ${status}`;
  return (
    <a
      href={whyHref({ namespace, name })}
      className={arch === null ? 'pod' : `pod ${archClass(arch)}`}
      title={words}
      aria-label={`${words}, why?`}
      aria-current={current ? 'true' : undefined}
      tabIndex={tabIndex}
      data-why={`${namespace}/${name}`}
      data-stop={name}
      data-pin={state}
    >
      <PodPin state={state} />
    </a>
  );
}

interface StateCountsProps {
  namespace: string;
  counts: Readonly<Partial<Record<PinState, number>>>;
  /** Those that are known one by one: a count of others leads nowhere. */
  pods: readonly PlacementPod[];
  selected: string | null;
  tabIndex: (stop: string) => number | undefined;
}

/** How many pods are in each state, the gravest first; each a way to one of them. */
export function StateCounts({ namespace, counts, pods, selected, tabIndex }: StateCountsProps) {
  return (
    <span className="pods">
      {STATES.map((state) => {
        const count = counts[state] ?? 0;
        if (count === 0) return null;
        const pod = pods.find((known) => known.state === state && known.name === selected) ?? podIn(pods, state);
        const shown = (
          <>
            <PodPin state={state} />
            {count}
          </>
        );
        const words = countsText({ [state]: count });
        if (pod === undefined) {
          return (
            <span key={state} className="pod-count" title={words}>
              {shown}
              <span className="sr-only">{state}</span>
            </span>
          );
        }
        return (
          <a
            key={state}
            href={whyHref({ namespace, name: pod.name })}
            className="pod-count"
            title={`${words}, for example ${pod.name}`}
            aria-label={`${words}, for example ${pod.name}: why?`}
            aria-current={pod.name === selected ? 'true' : undefined}
            tabIndex={tabIndex(pod.name)}
            data-why={`${namespace}/${pod.name}`}
            data-stop={pod.name}
            data-pin={state}
          >
            {shown}
          </a>
        );
      })}
    </span>
  );
}

function podIn(pods: readonly PlacementPod[], state: PinState): PlacementPod | undefined {
  return pods.find((pod) => pod.state === state);
}
