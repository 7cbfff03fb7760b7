'use client';
// Which of the things on screen came after it was first drawn: those flash, the others are just there.
import { useState } from 'react';

export function useFresh(keys: readonly string[]): (key: string) => boolean {
  const [first] = useState(() => new Set(keys));
  return (key) => !first.has(key);
}
