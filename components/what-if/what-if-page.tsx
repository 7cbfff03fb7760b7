'use client';
// Suppose something, and see what would become of the pods: before anything is done.
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SUPPOSITIONS_MAX } from '#lib/model/placement/what-if-view.ts';
import { StatusError } from '#lib/queries/status-error.ts';
import { whatIfQuery } from '#lib/queries/what-if.ts';
import { Apply } from './apply.tsx';
import { Outcome } from './outcome.tsx';
import { SupposeForm } from './suppose-form.tsx';
import { suppositionText } from './supposition-words.ts';
import { useSuppositions } from './use-suppositions.ts';

/** `refused`: why the server did not play what the address supposes; null where it did. */
export function WhatIfPage({ refused }: { refused: string | null }) {
  const { suppositions, unread, change } = useSuppositions();
  // The server has answered the address that the page came with.
  const [first] = useState(() => JSON.stringify(suppositions));
  const asks = suppositions.length > 0;
  const { data, error, isFetching, isPending } = useQuery({ ...whatIfQuery(suppositions), enabled: asks });
  // The server plays no more for a while: what was played last is worth more than nothing, and said to be that.
  const isHeldUp = error instanceof StatusError && error.retryAfterMs !== null && data !== undefined;
  const problem = asks
    ? (error?.message ?? (isPending && JSON.stringify(suppositions) === first ? refused : null))
    : null;
  return (
    <article className="what-if">
      <div className="what-if-ask">
        <h1 className="text-24 font-semibold tracking-tight">What if?</h1>
        <p className="mt-1 text-ink-2">
          Suppose something: the cluster is played forward by Kubernetes’ own rules. Nothing is changed.
        </p>
        <ul aria-label="Supposed" className="mt-4">
          {suppositions.map((supposition, index) => (
            <li key={JSON.stringify(supposition)} className="flex items-start gap-2 border-t border-line py-1.5">
              <span className="min-w-0 grow break-words">{suppositionText(supposition)}</span>
              <button
                type="button"
                className="shrink-0 px-1 text-ink-2 hover:text-ink"
                aria-label={`Take back: ${suppositionText(supposition)}`}
                onClick={() => change(suppositions.filter((_, other) => other !== index))}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
        {unread === 0 ? null : (
          <p className="mt-2 text-warning">▲ {unread} more in this address could not be read and is left out.</p>
        )}
        {suppositions.length < SUPPOSITIONS_MAX ? (
          <SupposeForm given={suppositions} onAdd={(supposition) => change([...suppositions, supposition])} />
        ) : (
          <p className="mt-3 text-ink-2">{SUPPOSITIONS_MAX} at once are the most: take one back to add another.</p>
        )}
        {suppositions.length < 2 ? null : (
          <Button className="mt-3" onClick={() => change([])}>
            Suppose nothing
          </Button>
        )}
      </div>
      <div className="what-if-outcome" aria-busy={isFetching}>
        {asks ? null : (
          <p className="text-ink-2">
            For example: a board is unplugged, a taint is put on, a workload is scaled or may run on one architecture
            only. What it would do to the pods is shown here.
          </p>
        )}
        {problem === null ? null : isHeldUp ? (
          <p role="status" className="mb-3 font-medium text-warning">
            ▲ What stands here was played before, and not since: {problem}
          </p>
        ) : (
          <p role="alert" className="font-medium text-error">
            ✕ {problem}
          </p>
        )}
        {asks && problem === null && data === undefined ? <Playing /> : null}
        {asks && (error === null || isHeldUp) && data !== undefined ? (
          <>
            <Outcome view={data} />
            <Apply view={data} suppositions={suppositions} onDone={() => change([])} />
          </>
        ) : null}
      </div>
    </article>
  );
}

/** What comes from another site is played only when it is asked for from here. */
function Playing() {
  const address = `?${useSearchParams()}`;
  return (
    <>
      <p className="text-ink-2">Playing it…</p>
      <noscript>
        <a href={address}>Play it</a>, which another site’s link does not.
      </noscript>
    </>
  );
}
