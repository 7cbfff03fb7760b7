'use client';
// What the page's address says: the filter, which architectures are folded, and about which pod we ask why.
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { filterOf, type PlacementFilter } from '#lib/model/placement/placement-filter.ts';
import type { FoldChoice } from './column-layout.ts';

/** Null takes a part out of the address. */
export type UrlChange = Readonly<Record<string, string | null>>;

export interface PlacementUrl {
  filter: PlacementFilter;
  fold: FoldChoice;
  why: PodRef | null;
  /** The node whose verdict is shown first. */
  node: string | null;
  /** `push`: Back comes back here. */
  change: (change: UrlChange, how?: 'push' | 'replace') => void;
}

export function usePlacementUrl(): PlacementUrl {
  const query = useSearchParams();
  const text = query.toString();
  const change = useCallback((parts: UrlChange, how: 'push' | 'replace' = 'replace'): void => {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(parts)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    // Names of pods and namespaces are easier to read with their slash.
    const search = next.toString().replaceAll('%2F', '/');
    const url = search === '' ? location.pathname : `${location.pathname}?${search}`;
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }, []);
  return useMemo(() => {
    const parts = new URLSearchParams(text);
    return {
      filter: filterOf(parts),
      fold: { folded: namesIn(parts.get('fold')), open: namesIn(parts.get('open')) },
      why: podOf(parts.get('why')),
      node: parts.get('node'),
      change,
    };
  }, [text, change]);
}

export function foldChange(fold: FoldChoice, arch: string, folded: boolean): UrlChange {
  const without = (names: ReadonlySet<string>) => [...names].filter((name) => name !== arch);
  const nowFolded = folded ? [...without(fold.folded), arch] : without(fold.folded);
  const nowOpen = folded ? without(fold.open) : [...without(fold.open), arch];
  return { fold: nowFolded.sort().join(','), open: nowOpen.sort().join(',') };
}

function namesIn(text: string | null): ReadonlySet<string> {
  return new Set((text ?? '').split(',').filter(Boolean));
}

/** `namespace/name`. */
function podOf(text: string | null): PodRef | null {
  const [namespace, name, ...rest] = (text ?? '').split('/');
  return namespace && name && rest.length === 0 ? { namespace, name } : null;
}
