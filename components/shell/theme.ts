// Light, dark, or as the system has it. Kept in a cookie, so that the server's HTML is right at once and no script
// has to run before the first paint.

export type Theme = 'system' | 'light' | 'dark';

export const THEME_COOKIE = 'theme';

export const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
