import { parseRows } from '../barrack/parse-rows.ts'
import { typeFacts, type SaidFacts, type Word } from '../charges/type-facts.ts'
import { findResources } from '../db/resource-repository.ts'
import { daysOfOthers } from '../db/stand-in-repository.ts'
import { factsOf, TYPED_FACTS, type Instant } from '../engine/index.ts'
import { aiBatch } from './ai-batch.ts'
import { billingBatch } from './billing-batch.ts'
import { NEEDED_COLUMNS, rowsOfCharges, STAND_IN, type ChargeLine, type ChargeRowSource } from './charge-rows.ts'
import { writeBatches, type ImportReport } from './import-billing.ts'
import { holdingContext, type OfflineOptions } from './offline.ts'
import { quarantine } from './set-aside.ts'
import { noteImport } from './stand-ins.ts'
import { countsOf } from './ingest-report.ts'
import type { Batch, IngestContext } from './source.ts'

/** Who tells region, tier and volume type of what only a charges file speaks of. */
const BY = 'charges.csv'

/**
 * Takes a charges CSV as Quartermaster exports it: each line becomes a record of its day and goes the way of a bill. What
 * the store has of Barrack's own for a resource and day stays, and such lines are left out. Of several accounts in the
 * file the one of the same short name is taken; a file of one account is taken whatever that is called.
 * @throws RangeError where columns or the account are missing; AccountBusyError where the account is being ingested.
 */
export async function importCharges(
  options: OfflineOptions,
  table: readonly (readonly string[])[],
  readAt: Instant,
): Promise<ImportReport> {
  const lines = linesOf(table, options.account.slug)
  return holdingContext(options, async (context) => {
    const { store, account, calendar, clock } = context
    const resourceIds = [...new Set(lines.map((line) => line.resource_id ?? ''))]
    const known = await findResources(store.db, account.accountId, { ids: resourceIds })
    const sizes = new Map(known.map(({ resourceId, sizeGb }) => [resourceId, sizeGb]))
    const { rows, refused } = rowsOfCharges(lines, calendar, (id) => sizes.get(id) ?? null)
    const days = rows.map(({ day }) => day).sort()
    const told =
      days.length === 0
        ? new Set<string>()
        : await daysOfOthers(store.db, account.accountId, STAND_IN, { resourceIds, from: days[0]!, to: days.at(-1)! })
    const fresh = rows.filter(({ day, resourceId }) => !told.has(`${day} ${resourceId}`))
    const sources = await writeBatches(context, [
      ...refusedBatches(context, refused, readAt),
      ...[...Map.groupBy(fresh, ({ source }) => source)].map(
        ([source, some]) => [source, some.map(({ raw }) => raw), batchOf(context, source, readAt)] as const,
      ),
    ])
    const words = await wordsOf(context, lines, resourceIds)
    await store.db.transaction().execute(async (tx) => {
      await typeFacts(tx, context, words, clock())
      await noteImport(tx, account.accountId, clock(), true)
    })
    return { sources, unrecognised: 0, leftToBarrack: rows.length - fresh.length }
  })
}

type Context = Omit<IngestContext, 'client' | 'sweep'>

function linesOf(table: readonly (readonly string[])[], slug: string): ChargeLine[] {
  const [header = [], ...body] = table
  const names = header.map((name) => name.trim().toLowerCase())
  const missing = NEEDED_COLUMNS.filter((name) => !names.includes(name))
  if (missing.length > 0) throw new RangeError(`This is no charges CSV: its first line names no ${missing.join(', ')}.`)
  const lines = body
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
    .map((cells) => Object.fromEntries(names.map((name, i) => [name, plainText(cells[i] ?? '')])))
  const accounts = [...new Set(lines.map(({ account = '' }) => account))]
  if (accounts.length <= 1) return lines
  if (accounts.includes(slug)) return lines.filter(({ account }) => account === slug)
  throw new RangeError(
    `It holds several accounts (${accounts.join(', ')}) and none is '${slug}': keep the lines of one.`,
  )
}

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula. */
const plainText = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '').trim()

function batchOf(context: Context, source: ChargeRowSource, readAt: Instant) {
  return (raws: readonly unknown[]): Batch => {
    if (source === 'ai-history') return aiBatch(context, { ...parseRows(source, raws), envelope: {} }, context.clock())
    return billingBatch(context, source, { ...parseRows(source, raws), envelope: {} }, readAt, context.clock())
  }
}

function refusedBatches({ account }: Context, refused: ReturnType<typeof rowsOfCharges>['refused'], readAt: Instant) {
  return [...Map.groupBy(refused, ({ source }) => source)].map(([source, rows]) => {
    const batch = (some: readonly unknown[]): Batch => ({
      apply: async (tx) =>
        countsOf({ quarantined: await quarantine(tx, account.accountId, source, some as typeof rows, readAt) }),
    })
    return [source, rows, batch] as const
  })
}

/** What the file tells of resources and no list does. */
async function wordsOf({ store, account }: Context, lines: readonly ChargeLine[], ids: string[]): Promise<Word[]> {
  const byId = new Map(lines.map((line) => [line.resource_id, line]))
  const resources = await findResources(store.db, account.accountId, { ids })
  return resources.flatMap((resource) => {
    const line = byId.get(resource.resourceId)
    if (!line) return []
    const told = {
      region: knownOf(line.region),
      tier: knownOf(line.tier),
      volumeType: resource.type === 'volume' ? knownOf(line.sku?.split('/')[2]) : null,
    }
    const facts = factsOf(resource.type).filter((fact) => resource[fact] === null && told[fact] !== null)
    if (facts.length === 0) return []
    const said: SaidFacts = Object.fromEntries(
      TYPED_FACTS.filter((fact) => facts.includes(fact)).map((f) => [f, told[f]]),
    )
    return [{ resource, said, by: BY }]
  })
}

const knownOf = (cell: string | undefined): string | null => (!cell || cell === 'unknown' ? null : cell)
