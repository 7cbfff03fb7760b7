'use client';
// A link of the navigation that knows whether it is where we are. What is behind it is fetched when a reader turns to it:
// a first visit that fetches all pages costs more with each page there is.
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const [near, setNear] = useState(false);
  return (
    <Link
      href={href}
      prefetch={near ? null : false}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      aria-current={path === href ? 'page' : isBelow(path, href) ? 'true' : undefined}
      className="whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}

/** A page of its own that this one leads to: `/workshop/metrics`. */
export function isBelow(path: string, href: string): boolean {
  return path.startsWith(`${href}/`);
}
