// Why something that is awaited does not come: what its container printed last, and the way to its pod.
import Link from 'next/link';
import { podHref } from '#lib/model/hrefs.ts';
import type { GateView } from '#lib/model/workshop/workshop-view.ts';

export function GateReason({ gate: { pod, log } }: { gate: Pick<GateView, 'pod' | 'log'> }) {
  if (pod === null) return null;
  return (
    <>
      {log.length === 0 ? null : (
        <figure className="gate-log">
          <figcaption>{pod.crashed} printed last:</figcaption>
          <pre>{log.join('\n')}</pre>
        </figure>
      )}
      <p className="mt-1">
        <Link href={podHref(pod)} prefetch={false} className="underline">
          Pod {pod.name}
        </Link>
        {log.length === 0 ? null : <span className="text-ink-2"> has the whole log</span>}
      </p>
    </>
  );
}
