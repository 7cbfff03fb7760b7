import { defineConfig } from 'vitest/config';

const serverOnly = new URL('./test/support/server-only.ts', import.meta.url).pathname;
/** Unless told, Vitest leaves one core alone, which of two is half of what there is; tests here wait more than they work. */
const WORKERS = 2;

export default defineConfig({
  // Next refuses `server-only` outside its server; tests are a server.
  resolve: { alias: { 'server-only': serverOnly } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{app,components,lib,scripts,test/{architecture,mutate,registry,vectors,what-if}}/**/*.test.{ts,tsx}',
          ],
          testTimeout: 15_000,
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/{kubectl,helm,http}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 180_000,
          maxWorkers: WORKERS,
        },
      },
    ],
  },
});
