'use client';
// Where a board's plug is while the simulation's menu is open; nothing otherwise, and nothing is loaded for it.
import dynamic from 'next/dynamic';
import { useMenuOpen } from './menu-open.ts';

const BoardPlug = dynamic(() => import('./board-plug.tsx').then((module) => module.BoardPlug), { ssr: false });

export function PlugSlot({ board }: { board: string }) {
  return useMenuOpen() ? <BoardPlug name={board} /> : null;
}
