'use client';
// A dry run of the API server for the action being considered, a moment after the last keystroke.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ActionResult, ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { runAction } from '#lib/queries/actions.ts';

const TYPING_PAUSE_MS = 300;

export interface Preview {
  /** Null until there is one for exactly this action. */
  result: ActionResult | null;
  error: string | null;
  /** Asks again: the object may have changed since. */
  refresh: () => void;
}

export function usePreview(action: ClusterAction | null): Preview {
  const settled = useSettled(action);
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', settled],
    queryFn: () => (settled === null ? null : runAction(settled, true)),
    enabled: settled !== null,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  const refresh = (): void => void refetch();
  if (action === null || settled !== action) return { result: null, error: null, refresh };
  return { result: error === null ? (data ?? null) : null, error: error?.message ?? null, refresh };
}

/** The action as it was when typing last paused; at once where it was given whole. */
function useSettled(action: ClusterAction | null): ClusterAction | null {
  const [settled, setSettled] = useState(action);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(action), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [action]);
  return settled;
}
