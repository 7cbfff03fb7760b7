import { defineConfig } from '@playwright/test';
import type { WorkerOptions } from '#e2e/support/fixtures.ts';
import { REAL_ONLY } from '#e2e/support/real-only.ts';
import { SIMULATED_ONLY } from '#e2e/support/simulated-only.ts';
import { CHROMIUM_ARGUMENTS } from '#scripts/chromium.ts';

export default defineConfig<object, WorkerOptions>({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['BRAMBLE_CHROMIUM'] ?? '/usr/bin/chromium', args: CHROMIUM_ARGUMENTS },
  },
  projects: [
    { name: 'simulated', use: { clusterKind: 'simulated' }, grepInvert: new RegExp(REAL_ONLY) },
    {
      name: 'real',
      use: { clusterKind: 'real' },
      grepInvert: new RegExp(SIMULATED_ONLY),
      // The menu of a simulated cluster.
      testIgnore: 'simulation/**',
    },
  ],
});
