import { expect } from 'vitest'
import { parsePicos, toCents } from '../../src/engine/index.ts'
import type { BookingsDto } from '../../src/server/dto/bookings.ts'
import type { BridgeDto } from '../../src/server/dto/bridge.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { monthDays } from '../../src/server/months.ts'

/**
 * What a month was charged, by wallet, in cents: one figure, whatever is asked. Expects statement, charges by project,
 * bookings, bridge and FOCUS to say the same, and of them those that tell it of what was bought. @param send A request below /api/v1/ that is answered well.
 */
export async function agreedCharges(
  send: (method: string, path: string) => Promise<Response>,
  month: string,
): Promise<Record<string, bigint>> {
  const get = async <T>(path: string) => (await (await send('GET', path)).json()) as T
  const { from, to } = monthDays(month)
  const { wallets } = await get<StatementDto>(`statement?month=${month}`)
  const bookings = await get<BookingsDto>(`bookings?month=${month}`)
  const projects = await get<ChargesDto>(`charges?from=${from}&to=${to}&group=project&books=true`)
  const bridge = await get<BridgeDto>(`bridge?month=${month}`)
  const [columns = [], ...rows] = parseCsv(await (await send('GET', `exports/focus.csv?from=${from}&to=${to}`)).text())
  const cell = (row: string[], name: string) => row[columns.indexOf(name)]!
  const figures = wallets.map(({ currency, total }): [string, bigint] => {
    const cents = toCents(parsePicos(total.charged))
    const sum = (amounts: readonly string[]) => amounts.reduce((all, each) => all + parsePicos(each), 0n)
    const own = <T extends { currency: string }>(all: readonly T[]) => all.filter((each) => each.currency === currency)
    expect(toCents(sum(own(projects.rows).map(({ billedCost }) => billedCost)))).toBe(cents)
    const [booked] = own(bookings.wallets)
    const used = booked!.lines.filter(({ kind }) => kind === 'use' || kind === 'correction')
    expect(toCents(sum(used.map(({ amount }) => amount)))).toBe(cents)
    if (booked!.opening !== null && booked!.closing !== null) {
      const moved = sum(booked!.lines.map(({ creditChange }) => creditChange))
      expect(parsePicos(booked!.opening) + moved).toBe(parsePicos(booked!.closing))
    }
    const bought = toCents(parsePicos(total.topUps))
    const booking = booked!.lines.filter(({ kind }) => kind === 'top-up')
    expect(toCents(sum(booking.map(({ amount }) => amount)))).toBe(bought)
    const purchases = rows.filter(
      (row) => cell(row, 'BillingCurrency') === currency && cell(row, 'ChargeCategory') === 'Purchase',
    )
    expect(toCents(sum(purchases.map((row) => cell(row, 'BilledCost'))))).toBe(bought)
    const usage = rows.filter(
      (row) => cell(row, 'BillingCurrency') === currency && cell(row, 'ChargeCategory') === 'Usage',
    )
    const [between] = own(bridge.wallets)
    expect(parsePicos(between!.charged)).toBe(parsePicos(total.charged))
    // The split of a day over two of UTC rounds a pico.
    const apart = sum(usage.map((row) => cell(row, 'EffectiveCost'))) - parsePicos(between!.utcMonth)
    expect(apart < 1_000_000n && apart > -1_000_000n, `FOCUS of ${month} is ${apart} picos off`).toBe(true)
    return [currency, cents]
  })
  return Object.fromEntries(figures)
}
