'use client';
// The filter of the images page, as its address says it.
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ImageFilter, imageFilterOf } from '#lib/model/images/image-filter.ts';

interface ImageUrl {
  filter: ImageFilter;
  change: (part: keyof ImageFilter, value: string) => void;
}

export function useImageUrl(): ImageUrl {
  const query = useSearchParams();
  const text = query.toString();
  const change = useCallback((part: keyof ImageFilter, value: string): void => {
    const next = new URLSearchParams(location.search);
    if (value === '') next.delete(part);
    else next.set(part, value);
    const search = next.toString();
    history.replaceState(null, '', search === '' ? location.pathname : `${location.pathname}?${search}`);
  }, []);
  return useMemo(() => ({ filter: imageFilterOf(new URLSearchParams(text)), change }), [text, change]);
}
