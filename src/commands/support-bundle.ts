import packageJson from '../../package.json' with { type: 'json' }
import { apiMapOf } from '../barrack/endpoint-map.ts'
import type { Account } from '../db/account-repository.ts'
import { findConnection } from '../db/connection-repository.ts'
import { findDoctorReport } from '../db/doctor-report-repository.ts'
import { latestIngestRuns } from '../db/ingest-run-repository.ts'
import { findQuarantine } from '../db/quarantine-query-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'
import { isoOf, isoOrNull } from '../db/timestamp.ts'
import { redact, redactText } from '../ingest/doctor/redact.ts'
import type { SupportBundleDto } from '../server/dto/set-up.ts'
import { apiAddress } from './connection.ts'
import type { Rooms } from './rooms.ts'

const DEFAULT_HOST = 'barrack.ai'
const RUNS = 10
const QUARANTINED = 50

/** What a bug report needs, without names, ids, amounts and keys. It is read over by whoever sends it: keep it short. */
export async function supportBundle(
  { store, config, clock }: Pick<Rooms, 'store' | 'config' | 'clock'>,
  { accountId, kind, zone }: Account,
): Promise<SupportBundleDto> {
  const { db } = store
  const [connection, last, runs, waiting] = await Promise.all([
    findConnection(db, accountId),
    findDoctorReport(db, accountId),
    latestIngestRuns(db, accountId, RUNS),
    findQuarantine(db, accountId, { after: null, limit: QUARANTINED }),
  ])
  const { baseUrl, auth, endpoints, maxPerMinute } = apiAddress(config, connection)
  return {
    made: isoOf(clock()),
    version: packageJson.version,
    node: process.version,
    host: new URL(baseUrl).host === DEFAULT_HOST ? DEFAULT_HOST : 'another host',
    platform: `${process.platform} ${process.arch}`,
    store: store.kind,
    account: { kind, zone, key: connection?.sealedKey ? 'sealed' : 'environment' },
    settings: { maxPerMinute, rules: config.rules, pinnedClock: config.now !== null },
    map: apiMapOf({ auth, endpoints }),
    lookedAt: isoOrNull(last?.madeAt ?? null),
    findings: last && withoutHost(last.report),
    readings: runs.map(({ startedAt, finishedAt, status, requests, sources }) => ({
      startedAt: isoOf(startedAt),
      finishedAt: isoOrNull(finishedAt),
      status,
      requests,
      sources: sources.map(({ source, fetched, quarantined, error }) => ({
        source,
        fetched,
        quarantined,
        error: error && redactText(error),
      })),
    })),
    quarantine: waiting.map(({ source, reason, payload }) => ({
      source,
      reason: redactText(reason),
      payload: redact(payload),
    })),
  }
}

function withoutHost({ baseUrl: _, sources, ...findings }: JsonObject) {
  const told = Array.isArray(sources) ? (sources as JsonObject[]) : []
  return {
    ...findings,
    sources: told.map(({ reason, ...source }) => ({
      ...source,
      reason: typeof reason === 'string' ? redactText(reason) : null,
    })),
  }
}
