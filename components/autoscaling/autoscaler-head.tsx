'use client';
// Which autoscaler this is, what it scales between which limits, and what kubectl says of it in a line.
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Age } from '#components/ui/age.tsx';
import type { AutoscalerView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { WORKSHOP_PARAMETER } from '#lib/model/autoscaling/load.ts';
import { AutoscalerActions } from './autoscaler-actions.tsx';

export function AutoscalerHead({ view }: { view: AutoscalerView }) {
  const { row, target, lastScaleAt } = view;
  const isOfWorkshop = useSearchParams().has(WORKSHOP_PARAMETER);
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
      <div className="min-w-0 grow basis-80">
        <p className="text-ink-2">
          Autoscaler in {row.namespace}
          {isOfWorkshop ? (
            <>
              {' · '}
              <Link href="/workshop/autoscaler" prefetch={false} className="underline">
                Back to the workshop
              </Link>
            </>
          ) : null}
        </p>
        <h1 className="pod-name">{row.name}</h1>
        <p className="flex flex-wrap gap-x-4 text-ink-2">
          <span>
            scales{' '}
            {target.href === null ? (
              <span className="font-mono text-ink">{row.reference}</span>
            ) : (
              <Link href={target.href} prefetch={false} className="font-mono text-ink underline">
                {row.reference}
              </Link>
            )}{' '}
            between {row.min} and {row.max}
          </span>
          {lastScaleAt === null ? null : <Age since={lastScaleAt} prefix="scaled " suffix=" ago" />}
          {/* Last in its line: it is of another length each time. */}
          <span>
            now <span className="font-mono text-ink">{row.targets}</span>
          </span>
        </p>
      </div>
      <AutoscalerActions view={view} />
    </header>
  );
}
