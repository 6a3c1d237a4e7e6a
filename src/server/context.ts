import type { Account } from '../db/account-repository.ts'
import type { Store } from '../db/store.ts'
import type { Instant, RatingRules } from '../engine/index.ts'
import type { AccountAccess } from './account-access.ts'
import type { ImportBills } from './imported-bills.ts'
import type { NotifySettings } from './notify/settings.ts'
import type { SetUp } from './set-up.ts'

/** Where one line per request goes; pino fits. */
export interface RequestLog {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface ServerConfig {
  /** Host names served beside 127.0.0.1, localhost and [::1], without port. */
  readonly hosts: readonly string[]
  readonly demo: boolean
  /** How often billing and balance are meant to be read; a figure is stale past two of these. */
  readonly ingestIntervalMs: number
  /** How the price list is read where Barrack's pages contradict each other. */
  readonly rules: RatingRules
  readonly notify: NotifySettings
  /** What an admin shows; null: the person at the machine is the admin, unless `hosts` lets others in. */
  readonly adminToken?: string | null
  /** Whether this process carries out approved plans. */
  readonly applying?: boolean
}

/** When what is read of an account, as the process that reads it keeps it. */
export interface Readings {
  readonly sources: readonly {
    readonly source: string
    readonly everyMs: number
    /** As it is set; the other one is longer where the limit of requests asks for it. */
    readonly setMs: number
    readonly readAt: Instant | null
    readonly triedAt: Instant | null
    /** 0: at once. */
    readonly nextAt: Instant
    readonly error: string | null
    readonly requests: number | null
    /** How far the daily sweep through the old pages is; null where none is under way. */
    readonly sweep: { readonly page: number; readonly pages: number } | null
  }[]
  readonly requestsPerMinute: number
  /** What the schedule may take; null: no limit. */
  readonly allowedPerMinute: number | null
}

/** What the server is given; it reads nothing of the environment and keeps no state of its own. */
export interface AppContext {
  readonly store: Store
  readonly clock: () => Instant
  readonly version: string
  readonly config: ServerConfig
  /** The built page, or null where only the API is served. */
  readonly webRoot: string | null
  /** Queues an ingest, or returns the one that is queued or under way. */
  readonly requestIngest: (accountId: number) => Promise<{ jobId: number }>
  readonly importBills: ImportBills
  readonly setUp: SetUp
  /** When what of an account is read; null where the clock stands still and nothing is due by itself. */
  readonly readings: (account: Account) => Promise<Readings | null>
  /** Keys and addresses of the accounts. */
  readonly access: AccountAccess
  readonly log: RequestLog
}
