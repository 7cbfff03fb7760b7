import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS } from '#scripts/chromium.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['BRAMBLE_CHROMIUM'] ?? '/usr/bin/chromium', args: CHROMIUM_ARGUMENTS },
  },
});
