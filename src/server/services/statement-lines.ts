import type { Account } from '../../db/account-repository.ts'
import { sumCharges } from '../../db/charge-query-repository.ts'
import {
  billedDaysOf,
  readingsAtEdges,
  restatedRecords,
  spentWithin,
  type ReadingAtEdge,
} from '../../db/statement-repository.ts'
import { findTopUps, type TopUp } from '../../db/top-up-repository.ts'
import {
  calendarOf,
  chargeKindOf,
  joinedLines,
  parsePicos,
  restatementMoves,
  statementLine,
  type Calendar,
  type ChargeKind,
  type ChargeState,
  type Day,
  type EdgeBalance,
  type Instant,
  type ResourceType,
  type RestatedBill,
  type StatementLine,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { booksOf } from './books.ts'
import { closedBooksOf } from './closed-books.ts'
import { keptLines } from './kept-statement.ts'
import type { WalletLines } from './wallet-lines.ts'

const MOST_ROWS = 1_000_000

/**
 * The statement of every wallet by the stretches between the given days, sorted: each begins on one and ends before the
 * next. Closed months are as they were kept; a stretch that is not over ends with what was read last.
 */
export async function statementLines(
  context: AppContext,
  account: Account,
  edges: readonly [Day, Day, ...Day[]],
): Promise<WalletLines[]> {
  const { openFrom } = await closedBooksOf(context.store, account)
  if (openFrom === null || edges[0] >= openFrom) return openLines(context, account, edges)
  const kept = await keptLines(context.store, account, { from: edges[0], to: edges.at(-1)! })
  const [first, ...later] = edges.filter((day) => day > openFrom)
  const open = first === undefined ? [] : await openLines(context, account, [openFrom, first, ...later])
  return [...new Set([...kept, ...open].map(({ currency }) => currency))].sort().map((currency) => {
    const closed = kept.find((wallet) => wallet.currency === currency)
    const live = open.find((wallet) => wallet.currency === currency)
    const closing = closed?.lines.at(-1)?.closingPicos ?? null
    const lines = [...(closed?.lines ?? []), ...(live ? continued(live.lines, closing) : [])]
    return {
      currency,
      closingReadAt: live?.closingReadAt ?? closed?.closingReadAt ?? null,
      lines: edges.slice(1).flatMap((to, i) => {
        const within = lines.filter((line) => line.from >= edges[i]! && line.from < to)
        return within.length === 0 ? [] : [joinedLines(within)]
      }),
    }
  })
}

/** The first open line begins where the last closed one ended, to the last digit. */
function continued(lines: readonly StatementLine[], openingPicos: bigint | null): StatementLine[] {
  const [first, ...later] = lines
  if (!first || openingPicos === null || first.openingPicos === null || first.unexplainedPicos === null)
    return [...lines]
  const moved = openingPicos - first.openingPicos
  return [{ ...first, openingPicos, unexplainedPicos: first.unexplainedPicos - moved }, ...later]
}

async function openLines(
  context: AppContext,
  account: Account,
  edges: readonly [Day, Day, ...Day[]],
): Promise<WalletLines[]> {
  const { db } = context.store
  const { accountId } = account
  const calendar = calendarOf(account.zone)
  const now = context.clock()
  const period = { from: edges[0], to: edges.at(-1)! }
  const instants = edges.map((day) => Math.min(calendar.startOf(day), now))
  const books = await booksOf(context.store, account)
  const [readings, rows, topUps, moves] = await Promise.all([
    readingsAtEdges(db, accountId, instants),
    sumCharges(db, {
      ...period,
      accountId,
      keys: ['day', 'currency', 'resource_type', 'state', 'corrects'],
      filters: {},
      assignments: null,
      books,
      after: null,
      limit: MOST_ROWS,
    }),
    findTopUps(db, accountId),
    restatedMoves(context, account, calendar),
  ])
  const charges = rows.map(({ keyValues: [day, currency, type, state, corrects], billed }) => ({
    day: day!,
    currency: currency!,
    kind: corrects === null ? chargeKindOf(type as ResourceType, state as ChargeState) : null,
    picos: parsePicos(billed),
  }))
  const spent = await spentSince(context, account, readings, instants)
  const currencies = new Set([...readings, ...charges, ...topUps].map(({ currency }) => currency))
  const stretchOf = stretchFinder(edges)
  return [...currencies].sort().map((currency) => {
    const own = <T extends { currency: string }>(all: readonly T[]) => all.filter((each) => each.currency === currency)
    const balances = edgeBalances(own(readings), own(spent), own(topUps), instants)
    const movements = edges.slice(1).map(() => emptyMovements())
    for (const { day, kind, picos } of own(charges)) {
      const of = movements[stretchOf(day)]!
      if (kind === null) of.correctionsPicos += picos
      else of.charges[kind] = (of.charges[kind] ?? 0n) + picos
    }
    for (const { day, kind, netPicos } of own(topUps)) {
      const of = movements[stretchOf(day)]
      if (of && kind === 'top-up') of.topUpsPicos += netPicos
      else if (of) of.adjustmentsPicos += netPicos
    }
    for (const [day, picos] of moves.get(currency) ?? []) {
      const of = movements[stretchOf(day)]
      if (of) of.restatedPicos += picos
    }
    return {
      currency,
      closingReadAt: balances.at(-1)?.readAt ?? null,
      lines: movements.map((of, i) =>
        statementLine({ from: edges[i]!, to: edges[i + 1]! }, { opening: balances[i]!, closing: balances[i + 1]! }, of),
      ),
    }
  })
}

interface Movements {
  topUpsPicos: bigint
  adjustmentsPicos: bigint
  restatedPicos: bigint
  charges: Partial<Record<ChargeKind, bigint>>
  correctionsPicos: bigint
}

const emptyMovements = (): Movements => ({
  topUpsPicos: 0n,
  adjustmentsPicos: 0n,
  restatedPicos: 0n,
  charges: {},
  correctionsPicos: 0n,
})

/** The index of the stretch that a day lies in; -1 outside. */
const stretchFinder = (edges: readonly Day[]) => (day: Day) => {
  if (day >= edges.at(-1)!) return -1
  return edges.findLastIndex((edge) => edge <= day)
}

async function spentSince(
  { store }: AppContext,
  { accountId }: Account,
  readings: readonly ReadingAtEdge[],
  instants: readonly Instant[],
) {
  const intervals = readings.map(({ edge, readAt }) => ({ startsAt: readAt, endsAt: instants[edge]! }))
  const spent = await spentWithin(store.db, accountId, intervals)
  // An interval belongs to the wallet whose reading it begins with.
  return spent.flatMap(({ interval, currency, picos }) => {
    const reading = readings[interval]!
    return reading.currency === currency ? [{ edge: reading.edge, currency, picos }] : []
  })
}

function edgeBalances(
  readings: readonly ReadingAtEdge[],
  spent: readonly { edge: number; picos: bigint }[],
  topUps: readonly TopUp[],
  instants: readonly Instant[],
): (EdgeBalance | null)[] {
  const edges = instants.map((): EdgeBalance | null => null)
  for (const { edge, readAt, balancePicos } of readings) {
    const since = topUps.filter(
      ({ creditedAt }) => creditedAt !== null && creditedAt > readAt && creditedAt <= instants[edge]!,
    )
    edges[edge] = {
      readAt,
      balancePicos,
      spentSincePicos: spent.find((each) => each.edge === edge)?.picos ?? 0n,
      creditedSincePicos: since.reduce((sum, { netPicos }) => sum + netPicos, 0n),
    }
  }
  return edges
}

/** By wallet and day, how restated bills moved the balance beside the charges. */
async function restatedMoves(
  { store }: AppContext,
  account: Account,
  calendar: Calendar,
): Promise<Map<string, Map<Day, bigint>>> {
  const { accountId } = account
  const { months } = await closedBooksOf(store, account)
  const closedAt = (day: Day) => months.find(({ to }) => day < to)?.closedAt ?? null
  const restated = await restatedRecords(store.db, accountId, 0)
  const days = await billedDaysOf(store.db, accountId, [...new Set(restated.map(({ recordId }) => recordId))])
  const daysOf = Map.groupBy(days, ({ recordId }) => recordId)
  const byCurrency = Map.groupBy(restated, ({ currency }) => currency)
  return new Map(
    [...byCurrency].map(([currency, own]) => {
      const bills = own.map(({ recordId, seenAt, deltaPicos }): RestatedBill => ({
        seenAt,
        seenOn: calendar.dayOf(seenAt),
        deltaPicos,
        days: daysOf.get(recordId) ?? [],
      }))
      return [currency, restatementMoves(bills, closedAt)]
    }),
  )
}
