'use client';
// The pages: side by side where there is room, else in a menu that is named after the page we are on.
import { usePathname } from 'next/navigation';
import { isBelow, NavLink } from './nav-link.tsx';

interface PagesProps {
  pages: readonly { href: string; name: string }[];
}

export function Pages({ pages }: PagesProps) {
  const path = usePathname();
  const here = pages.find(({ href }) => href === path || isBelow(path, href));
  return (
    <nav aria-label="Pages">
      <ul className="hidden gap-4 min-[1120px]:flex xl:gap-5">
        {pages.map(({ href, name }) => (
          <li key={href}>
            <NavLink href={href}>{name}</NavLink>
          </li>
        ))}
      </ul>
      {/* Another page closes it. */}
      <details key={path} className="pages-menu min-[1120px]:hidden">
        <summary className="flex h-8 items-center gap-2 font-medium">
          {here?.name ?? 'Pages'}
          <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
            <path d="M0.5 2.5L4 6 7.5 2.5" fill="none" stroke="currentColor" />
          </svg>
        </summary>
        <ul className="absolute z-20 flex min-w-44 flex-col rounded border border-ink bg-paper py-1">
          {pages.map(({ href, name }) => (
            <li key={href} className="flex px-4 py-1.5 [&>a]:grow">
              <NavLink href={href}>{name}</NavLink>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
