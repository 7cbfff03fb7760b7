import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { WhatIfPage } from '#components/what-if/what-if-page.tsx';
import { isStatusError } from '#lib/kube/index.ts';
import type { Supposition, WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { PLACEMENT_TOPIC } from '#lib/queries/placement-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { suppositionsOf } from '#lib/queries/suppositions.ts';
import { whatIfQuery } from '#lib/queries/what-if.ts';
import { isFromAnotherSite } from '#lib/server/http/request-guard.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
import { answerWhatIf } from '#lib/server/placement/what-if.ts';

export const metadata: Metadata = { title: 'What if?' };

interface WhatIfRouteProps {
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function WhatIfRoute({ searchParams }: WhatIfRouteProps) {
  const { suppositions } = suppositionsOf(queryOf(await searchParams));
  const frames = await Promise.all(['overview', PLACEMENT_TOPIC].map(snapshotOf));
  // Another site may have the address opened as often as it likes: its images and links are not worth a play.
  const asks = suppositions.length > 0 && !isFromAnotherSite(await headers());
  const answer = asks ? await answerOf(suppositions) : null;
  const { queryKey } = whatIfQuery(suppositions);
  const answers = answer === null || typeof answer === 'string' ? [] : [{ queryKey, data: answer }];
  return (
    <HydrationBoundary state={prefetched(frames, answers)}>
      <WhatIfPage refused={typeof answer === 'string' ? answer : null} />
    </HydrationBoundary>
  );
}

/** In words why there is none, where it cannot be supposed. */
async function answerOf(suppositions: readonly Supposition[]): Promise<WhatIfView | string> {
  try {
    return await answerWhatIf(hub(), { suppositions });
  } catch (error) {
    if (isStatusError(error)) return error.message;
    throw error;
  }
}

function queryOf(parts: Awaited<WhatIfRouteProps['searchParams']>): URLSearchParams {
  const pairs = Object.entries(parts).flatMap(([name, value = []]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs);
}
