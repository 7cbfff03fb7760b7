'use client';
// One button, three themes, in a circle.
import { type ReactElement, useState } from 'react';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import { NEXT_THEME, THEME_COOKIE, type Theme } from './theme.ts';

const YEAR_SECONDS = 31_536_000;

const ICONS: Readonly<Record<Theme, ReactElement>> = {
  system: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M8 2.500a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="M8 .8v2M8 13.200v2M.8 8h2M13.2 8h2M3 3l1.3 1.300M11.7 11.700L13 13M13 3l-1.3 1.300M4.3 11.700L3 13"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
  dark: (
    <path
      d="M13.5 9.700A6 6 0 0 1 6.3 2.500a6 6 0 1 0 7.2 7.200z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
    />
  ),
};

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const hydrated = useHydrated();
  const change = (): void => {
    const next = NEXT_THEME[theme];
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <button
      type="button"
      onClick={change}
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${NEXT_THEME[theme]}`}
      className={`grid size-8 place-items-center rounded text-ink-2 hover:text-ink ${hydrated ? '' : 'invisible'}`}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {ICONS[theme]}
      </svg>
    </button>
  );
}
