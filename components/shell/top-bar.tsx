// The frame's head: where one can go, which cluster this is, and how live what is shown.
import Link from 'next/link';
import { ClusterTag } from './cluster-tag.tsx';
import { FindBoard } from './find-board.tsx';
import { LiveState } from './live-state.tsx';
import { LogoMark } from './logo.tsx';
import { Pages } from './pages.tsx';
import type { Theme } from './theme.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const PAGES = [
  { href: '/', name: 'Overview' },
  { href: '/placement', name: 'Placement' },
  { href: '/what-if', name: 'What if?' },
  { href: '/usage', name: 'Usage' },
  { href: '/autoscaling', name: 'Autoscaling' },
  { href: '/images', name: 'Images' },
  { href: '/workshop', name: 'Workshop' },
] as const;

interface TopBarProps {
  theme: Theme;
  /** The row `cluster` of the overview as the server had it; undefined before the first contact. */
  cluster: unknown;
}

export function TopBar({ theme, cluster }: TopBarProps) {
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-6 md:flex-nowrap gap-y-1 border-b border-line bg-paper px-4 py-2 sm:px-6">
      <Link href="/" className="flex shrink-0 items-center gap-2 text-16 font-semibold tracking-tight">
        <LogoMark />
        Bramble
      </Link>
      <Pages pages={PAGES} />
      <div className="order-last flex w-full min-w-0 items-center justify-between gap-x-4 text-ink-2 sm:order-none sm:ml-auto sm:w-auto">
        <ClusterTag rendered={cluster} />
        <LiveState />
      </div>
      <div className="ml-auto flex shrink-0 items-center gap-2 sm:ml-0">
        <FindBoard />
        <ThemeSwitch initial={theme} />
      </div>
    </header>
  );
}
