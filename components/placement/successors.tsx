// The pods that a workload has now, by name: for who asks about one that is gone.
import { archClass } from '#components/boards/arch-class.ts';
import { formatCount } from '#lib/format/count.ts';
import type { PlacementPod } from '#lib/model/placement/placement-view.ts';
import { whyHref } from './pod-links.tsx';
import { PodPin } from './pod-pin.tsx';

/** More would be a table of their own, and that stands beside it. */
const NAMED_MAX = 12;

interface SuccessorsProps {
  namespace: string;
  pods: readonly PlacementPod[];
  archOf: (node: string | null) => string | null;
}

export function Successors({ namespace, pods, archOf }: SuccessorsProps) {
  if (pods.length === 0) return <p className="mt-2 text-ink-2">no pods</p>;
  return (
    <ul className="mt-2">
      {pods.slice(0, NAMED_MAX).map(({ name, node, state, status }) => {
        const arch = archOf(node);
        return (
          <li key={name} className="flex items-start gap-2 py-1">
            <span className={`mt-0.5 shrink-0 ${arch === null ? '' : archClass(arch)}`}>
              <PodPin state={state} />
            </span>
            <span className="min-w-0">
              <a
                href={whyHref({ namespace, name })}
                aria-label={`${name}: ${status}, why?`}
                data-why={`${namespace}/${name}`}
                className="font-mono break-all underline"
              >
                {name}
              </a>
              <span className="block text-ink-2">{node === null ? status : `${status} on ${node}`}</span>
            </span>
          </li>
        );
      })}
      {pods.length > NAMED_MAX ? (
        <li className="py-1 text-ink-2">and {formatCount(pods.length - NAMED_MAX, 'more pod')}</li>
      ) : null}
    </ul>
  );
}
