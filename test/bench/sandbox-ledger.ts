import { parseRows } from '../../src/barrack/parse-rows.ts'
import type { BillingKind, BillingRecord, Resource } from '../../src/engine/index.ts'
import { normalizeRecords } from '../../src/ingest/normalize/billing-record.ts'
import type { Account } from '../../src/sandbox/account.ts'
import { createClock } from '../../src/sandbox/clock.ts'
import { openAccount, type SandboxOptions } from '../../src/sandbox/open-account.ts'
import type { AnyResource } from '../../src/sandbox/resource.ts'
import { billView } from '../../src/sandbox/views/bill-view.ts'

export interface SandboxLedger {
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** What the sandbox alone knows. */
  readonly account: Account
}

const KINDS = ['instance', 'volume', 'snapshot'] as const satisfies readonly BillingKind[]

/** The bills of a sandbox account at a moment, read as the ingest reads them, without HTTP and store. */
export function sandboxLedger(options: Pick<SandboxOptions, 'size' | 'seed'> & { now: number }): SandboxLedger {
  const { now } = options
  const { account } = openAccount(options, createClock({ now }))
  const records = KINDS.flatMap((kind) => {
    const views = account.bills(kind, now).map((bill) => billView(bill, now))
    const { rows, refused } = parseRows(`${kind}-billing`, views)
    if (refused.length > 0) throw new Error(`A bill of the sandbox is refused: ${refused[0]!.reason}`)
    const parsed = rows.map(({ value, raw }) => ({ value: value, raw: raw as never }))
    return normalizeRecords(kind, parsed, {}, now).records.map(({ record }) => record)
  })
  return { records, resources: account.everKnown(now).map((one) => resourceOf(one, now)), account }
}

function resourceOf(made: AnyResource, now: number): Resource {
  const isMachine = made.kind === 'instance'
  const createdAt = made.ledger[0]?.from ?? now
  return {
    resourceId: made.id,
    type: made.kind,
    name: made.name,
    region: made.region,
    tier: made.tier,
    currency: made.currency,
    gpuModel: isMachine ? made.gpuModel : null,
    gpuCount: isMachine ? made.gpuCount : null,
    sizeGb: null,
    volumeType: made.kind === 'volume' ? made.volumeType : null,
    sourceId: null,
    // The bills alone tell what is open at the moment of a forecast of the past.
    status: null,
    pricePerHourPicos: null,
    createdAt,
    firstSeenAt: createdAt,
    lastSeenAt: now,
    deletedSeenAt: null,
  }
}
