import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { geistMono, geistSans } from './fonts.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Bramble', template: '%s · Bramble' },
  description: 'Kubernetes clusters of mixed architectures, board by board',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${geistSans.variable} ${geistMono.variable}`}
      data-theme={theme === 'system' ? undefined : theme}
      // The switch changes the attribute without asking React.
      suppressHydrationWarning
    >
      <body>{children}</body>
    </html>
  );
}
