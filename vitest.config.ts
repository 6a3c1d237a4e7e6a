import { defineConfig } from 'vitest/config'

/** A guard against what never ends, far above what anything takes on a busy machine: no test is judged by its time. */
const GUARD_MS = 600_000
const shared = { env: { TZ: 'America/Los_Angeles' }, testTimeout: GUARD_MS, hookTimeout: GUARD_MS }

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
          maxWorkers: 2,
          // What is pure has nothing to be kept apart; loading it anew for each file is a third of the time.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'sandbox',
          include: ['test/sandbox/**/*.test.ts'],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'db',
          include: ['test/{actions,db,ingest,server,commands}/**/*.test.ts'],
          globalSetup: ['test/support/database-setup.ts'],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          maxWorkers: 1,
        },
      },
    ],
  },
})
