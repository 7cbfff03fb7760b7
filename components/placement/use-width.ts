'use client';
// The width an element has, as it changes.
import { useEffect, useState } from 'react';

/** In whole px; null before the element is measured. `ref` goes to the element. */
export function useWidth(): { ref: (element: HTMLElement | null) => void; width: number | null } {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { ref: setElement, width };
}
