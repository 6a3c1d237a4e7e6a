import { defineConfig } from 'vitest/config'

const shared = { env: { TZ: 'America/Los_Angeles' } }

/**
 * unit: no database, no network. sandbox: the other side of the wire, over HTTP. db: the real stores, PGlite and Postgres. e2e: the whole product and Chromium.
 * The zone is far from UTC so that a slip into local time fails.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/{engine,web,barrack,unit}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'sandbox',
          include: ['test/sandbox/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'db',
          include: ['test/{db,ingest,server,commands}/**/*.test.ts'],
          globalSetup: ['test/support/database-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
})
