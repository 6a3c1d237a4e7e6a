import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LedgerWriter } from '../../src/sandbox/ledger.ts'
import { billsOf, costAt, meter, type MeterRules, minutesAt, partAt, spentAt } from '../../src/sandbox/meter.ts'
import { picosOf } from '../../src/sandbox/money.ts'
import { createPriceBook } from '../../src/sandbox/price-book.ts'
import type { Instance, Stretch } from '../../src/sandbox/resource.ts'

const START = Date.parse('2026-03-01T10:00:00Z')
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const at = (minutes: number) => START + minutes * MINUTE
const rules: MeterRules = { book: createPriceBook({ changeAt: at(1000) }), hibernation: 'records' }

function machine(ledger: Stretch[], gpuModel = 'H100-SXM5-80GB', gpuCount = 4): Instance {
  return {
    kind: 'instance',
    id: 'BRK-123456D',
    name: 'ml-training-server',
    region: 'NORWAY-1',
    tier: 'advanced',
    currency: 'USD',
    gpuModel,
    gpuCount,
    image: 'Ubuntu',
    sshKeys: ['key'],
    ledger,
  }
}

describe('billing records of a ledger', () => {
  it('gives the figures of the documents: 4 x 2.49 an hour for 7,200 minutes are 1195.2', () => {
    const ledger = new LedgerWriter().enter('CREATING', at(-2)).enter('ACTIVE', START).ledger
    const [bill] = billsOf(machine(ledger), rules)
    expect(minutesAt(bill!, at(7200))).toBe(7200)
    expect(costAt(bill!, at(7200))).toBe(picosOf('1195.2'))
  })

  it('lets ACTIVE and SHUTOFF share a record when nothing lies between, and parts them at STOPPING', () => {
    const inside = new LedgerWriter().enter('ACTIVE', START).enter('SHUTOFF', at(30)).ledger
    const byApi = new LedgerWriter().enter('ACTIVE', START).enter('STOPPING', at(30)).enter('SHUTOFF', at(31)).ledger
    expect(billsOf(machine(inside), rules).map(({ from, to }) => [from, to])).toEqual([[START, Infinity]])
    expect(billsOf(machine(byApi), rules).map(({ from, to }) => [from, to])).toEqual([
      [START, at(30)],
      [at(31), Infinity],
    ])
  })

  it('hibernation ends the running record and opens one at the flat rate; restoring does the reverse', () => {
    const ledger = new LedgerWriter()
      .enter('ACTIVE', START)
      .enter('HIBERNATING', at(60))
      .enter('HIBERNATED', at(63))
      .enter('RESTORING', at(600))
      .enter('ACTIVE', at(605)).ledger
    expect(
      billsOf(machine(ledger), rules).map(({ id, from, to, parts: [{ status, perHourPicos }] }) => [
        id,
        status,
        from,
        to,
        perHourPicos,
      ]),
    ).toEqual([
      ['BRK-123456DB', 'running', START, at(60), picosOf('9.96')],
      ['BRK-1234560002DB', 'hibernated', at(63), at(600), picosOf('0.01')],
      ['BRK-1234560003DB', 'running', at(605), Infinity, picosOf('9.96')],
    ])
  })

  it('in the other shape one record stays open: rate and status change, minutes and cost grow on', () => {
    const ledger = new LedgerWriter()
      .enter('ACTIVE', START)
      .enter('HIBERNATING', at(60))
      .enter('HIBERNATED', at(63))
      .enter('RESTORING', at(600))
      .enter('ACTIVE', at(605))
      .enter('STOPPING', at(700))
      .enter('SHUTOFF', at(701)).ledger
    const [bill, next, ...others] = billsOf(machine(ledger), { ...rules, hibernation: 'one-record' })
    expect([bill!.from, bill!.to, next!.from, others.length]).toEqual([START, at(700), at(701), 0])
    const seen = [60, 62, 63, 123, 602, 605, 635, 900].map((minute) => [
      minute,
      minutesAt(bill!, at(minute)),
      partAt(bill!, at(minute)).status,
      costAt(bill!, at(minute)),
    ])
    expect(seen).toEqual([
      [60, 60, 'running', picosOf('9.96')],
      [62, 60, 'running', picosOf('9.96')],
      [63, 60, 'hibernated', picosOf('9.96')],
      [123, 120, 'hibernated', picosOf('9.97')],
      [602, 597, 'hibernated', picosOf('10.0495')],
      [605, 597, 'running', picosOf('10.0495')],
      [635, 627, 'running', picosOf('15.0295')],
      [900, 692, 'running', picosOf('25.8195')],
    ])
  })

  it('a price change closes the record and opens the next at the same moment', () => {
    const ledger = new LedgerWriter().enter('ACTIVE', START).ledger
    expect(
      billsOf(machine(ledger, 'L40', 2), rules).map(({ from, to, parts: [{ perHourPicos }] }) => [
        from,
        to,
        perHourPicos,
      ]),
    ).toEqual([
      [START, at(1000), picosOf('2.38')],
      [at(1000), Infinity, picosOf('2.58')],
    ])
  })

  it.each([
    ['59 seconds', 59 * SECOND, 0],
    ['one minute', MINUTE, 1],
    ['one minute 59', 119 * SECOND, 1],
  ])('drops the started minute: %s are %s minutes', (_name, length, minutes) => {
    const ledger = new LedgerWriter().enter('ACTIVE', START).end(START + length).ledger
    expect(minutesAt(billsOf(machine(ledger), rules)[0]!, START + HOUR)).toBe(minutes)
  })

  it('keeps a record of no length at all', () => {
    const ledger = new LedgerWriter().enter('CREATING', at(-5)).enter('ACTIVE', START).end(START).ledger
    expect(billsOf(machine(ledger), rules)).toMatchObject([{ from: START, to: START }])
  })
})

const STATES = ['CREATING', 'ACTIVE', 'SHUTOFF', 'STOPPING', 'HIBERNATING', 'HIBERNATED', 'RESTORING', 'ERROR'] as const
const RUNNING: readonly string[] = ['ACTIVE', 'SHUTOFF']
const ledgers = fc.array(fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 1, max: 90_000 })), {
  minLength: 1,
  maxLength: 12,
})

describe('properties', () => {
  it('meter = integral: minute by minute over the ledger, each unbroken interval losing less than a minute', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 120_000 }), (steps, seconds) => {
        const writer = new LedgerWriter()
        let begins = START
        for (const [state, length] of steps) {
          writer.enter(state, begins)
          begins += length * SECOND
        }
        const now = START + seconds * SECOND
        const instance = machine(writer.end(begins).ledger, 'L40', 2)
        const bills = billsOf(instance, rules).filter(({ from }) => from <= now)

        // Plainly, from the states alone: rate of each second, cut where the rate changes.
        let expected = 0n
        let [rate, since] = [0n, START]
        const close = (moment: number) => {
          expected += rate * BigInt(Math.floor((moment - since) / MINUTE) * MINUTE)
        }
        for (let moment = START; moment < Math.min(now, begins); moment += SECOND) {
          const state = instance.ledger.find(({ from, to }) => from <= moment && moment < to)?.state ?? ''
          const next = RUNNING.includes(state)
            ? picosOf(moment < at(1000) ? '2.38' : '2.58')
            : picosOf(state === 'HIBERNATED' ? '0.01' : '0')
          if (next === rate) continue
          close(moment)
          ;[rate, since] = [next, moment]
        }
        close(Math.min(now, begins))

        const billed = bills.reduce(
          (sum, bill) => sum + bill.parts[0].perHourPicos * BigInt(minutesAt(bill, now) * MINUTE),
          0n,
        )
        expect(billed).toBe(expected)
      }),
      { seed: 7, numRuns: 25 },
    )
  })

  it('the running total of a resource is the sum of its records at any moment', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 500_000 }), (steps, seconds) => {
        const writer = new LedgerWriter()
        let begins = START
        for (const [state, length] of steps) {
          writer.enter(state, begins)
          begins += length * SECOND
        }
        const instance = machine(writer.ledger)
        const now = START + seconds * SECOND
        const sum = billsOf(instance, rules)
          .filter(({ from }) => from <= now)
          .reduce((total, bill) => total + costAt(bill, now), 0n)
        expect(spentAt(meter(instance, rules), now)).toBe(sum)
      }),
      { seed: 11, numRuns: 150 },
    )
  })
})
