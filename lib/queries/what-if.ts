// Asking what would happen, and where that is asked: the suppositions stand in the page's address.
import { queryOptions } from '@tanstack/react-query';
import type { Supposition, WhatIfRequest, WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { fetchOk, StatusError } from './status-error.ts';

/** The cluster goes on changing: an answer holds for so long. */
const AGAIN_MS = 10_000;

export function whatIfQuery(suppositions: readonly Supposition[]) {
  return queryOptions({
    queryKey: ['what-if', suppositions],
    queryFn: () => askWhatIf({ suppositions }),
    refetchInterval: ({ state: { error } }) =>
      Math.max(AGAIN_MS, error instanceof StatusError ? (error.retryAfterMs ?? 0) : 0),
    staleTime: AGAIN_MS,
    retry: false,
  });
}

async function askWhatIf(body: WhatIfRequest): Promise<WhatIfView> {
  const response = await fetchOk('/api/what-if', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as WhatIfView;
}
