// Pods of a node that would be drained: who goes, who stays and why, and what is in the way.
import { formatCount } from '#lib/format/count.ts';
import type { DrainPodPlan } from '#lib/model/drain/drain-view.ts';

/** The first few tell which, the rest are counted; those with something to say come first. */
const SHOWN_MAX = 12;

export function PlannedPods({ pods }: { pods: readonly DrainPodPlan[] }) {
  const going = pods.filter(({ fate }) => fate === 'evicted');
  const left = pods.filter(({ fate }) => fate === 'left');
  return (
    <>
      <Group title="Pods that would be evicted" pods={going} />
      <Group title="Pods that stay" pods={left} />
    </>
  );
}

function Group({ title, pods }: { title: string; pods: readonly DrainPodPlan[] }) {
  if (pods.length === 0) return null;
  const sorted = [...pods].sort((a, b) => weightOf(b) - weightOf(a));
  return (
    <div>
      <h3 className="font-medium">
        {title} <span className="font-normal text-ink-2">{pods.length}</span>
      </h3>
      <ul aria-label={title}>
        {sorted.slice(0, SHOWN_MAX).map((pod) => (
          <li key={`${pod.namespace}/${pod.name}`} className="border-t border-line py-1">
            <span className="font-mono wrap-break-word">
              {pod.namespace}/{pod.name}
            </span>{' '}
            <PodWords pod={pod} />
          </li>
        ))}
        {pods.length > SHOWN_MAX ? <li className="text-ink-2">and {pods.length - SHOWN_MAX} more</li> : null}
      </ul>
    </div>
  );
}

function PodWords({ pod }: { pod: DrainPodPlan }) {
  const { why, isLost, losesData, budget, feasibleCount } = pod;
  const quiet = [
    why,
    losesData ? 'its emptyDir data is lost' : null,
    feasibleCount === null
      ? null
      : feasibleCount === 0
        ? 'no other board has a place for it now'
        : `${formatCount(feasibleCount, 'other board')} could take it`,
  ].filter((text) => text !== null);
  return (
    <>
      {budget === null ? null : (
        <span className="font-medium text-warning">
          ▲ held by disruption budget {budget.name}: {budget.why}.{' '}
        </span>
      )}
      {isLost ? <span className="font-medium text-warning">▲ nobody makes it again. </span> : null}
      <span className="text-ink-2">{quiet.join('; ')}</span>
    </>
  );
}

function weightOf({ budget, isLost, losesData, feasibleCount }: DrainPodPlan): number {
  return Number(budget !== null) * 8 + Number(isLost) * 4 + Number(feasibleCount === 0) * 2 + Number(losesData);
}
