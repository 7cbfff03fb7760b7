import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { AccessProvider } from '#components/shell/access.tsx';
import { LiveMain } from '#components/shell/live-main.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { TopBar } from '#components/shell/top-bar.tsx';
import { ToastProvider } from '#components/ui/toasts.tsx';
import { LiveProvider } from '#lib/queries/live-provider.tsx';
import { readSettings } from '#lib/server/environment.ts';
import { connectionView, snapshotOf } from '#lib/server/live/topics.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const overview = await snapshotOf('overview');
  return (
    <LiveProvider connection={connectionView()} serverMs={Date.now()}>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-paper focus:p-3">
        Skip to the content
      </a>
      <TopBar theme={theme} cluster={overview?.rows['cluster']} />
      <AccessProvider readOnly={readSettings().readOnly}>
        <ToastProvider>
          <LiveMain>{children}</LiveMain>
        </ToastProvider>
      </AccessProvider>
    </LiveProvider>
  );
}
