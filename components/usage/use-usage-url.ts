'use client';
// What the page's address says, and how it is changed: Back goes to the page before, not through every filter.
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type UsageQuery, usageQueryOf } from '#lib/model/usage/usage-query.ts';

/** Null takes a part out of the address. */
export type UrlChange = Readonly<Record<string, string | null>>;

interface UsageUrl {
  query: UsageQuery;
  /** The address with a part changed, for a link that works without JavaScript. */
  href: (change: UrlChange) => string;
  /** All parts as they are, for a form that changes some of them. */
  parts: readonly (readonly [name: string, value: string])[];
}

export function useUsageUrl(): UsageUrl {
  const params = useSearchParams();
  const text = params.toString();
  return useMemo(() => {
    const parts = new URLSearchParams(text);
    return {
      query: usageQueryOf(parts),
      href: (change) => addressOf('/usage', parts, change),
      parts: [...parts],
    };
  }, [text]);
}

export function changeUrl(change: UrlChange): void {
  history.replaceState(null, '', addressOf(location.pathname, new URLSearchParams(location.search), change));
}

function addressOf(path: string, parts: URLSearchParams, change: UrlChange): string {
  const next = new URLSearchParams(parts);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  // A colon may stand in a query, and times are easier to read with theirs.
  const search = next.toString().replaceAll('%3A', ':');
  return search === '' ? path : `${path}?${search}`;
}
