// Geist, cut to size by scripts/subset-fonts.ts, served from here. Next preloads both and shapes the fallback of the
// proportional one to the same metrics, so that no text moves when they arrive.
import localFont from 'next/font/local';

export const geistSans = localFont({
  src: './fonts/geist-sans.woff2',
  variable: '--font-geist-sans',
  weight: '400 600',
  display: 'swap',
  adjustFontFallback: 'Arial',
});

export const geistMono = localFont({
  src: './fonts/geist-mono.woff2',
  variable: '--font-geist-mono',
  weight: '400 600',
  display: 'swap',
  // Every common monospaced face is as wide as Geist Mono; Arial's metrics would fit none of them.
  adjustFontFallback: false,
});
