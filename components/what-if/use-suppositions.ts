'use client';
// What the page's address supposes, and how it is changed.
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { type Suppositions, suppositionsOf, withSuppositions } from '#lib/queries/suppositions.ts';

interface ChangeableSuppositions extends Suppositions {
  change: (suppositions: readonly Supposition[]) => void;
}

export function useSuppositions(): ChangeableSuppositions {
  const text = useSearchParams().toString();
  const change = useCallback((suppositions: readonly Supposition[]): void => {
    const next = withSuppositions(new URLSearchParams(location.search), suppositions);
    history.pushState(null, '', next.size === 0 ? location.pathname : `${location.pathname}?${next}`);
  }, []);
  return useMemo(() => ({ ...suppositionsOf(new URLSearchParams(text)), change }), [text, change]);
}
