import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  defaultRules,
  HOUR_MS,
  reconcile,
  reconciliationTotals,
  type Reconciliation,
} from '../../../../src/engine/index.ts'
import { LAW, sum } from '../../values.ts'
import { cleanAccount, prices } from './planted.ts'

const account = cleanAccount(12, 5)
const records = account.records.map((record, i) =>
  i % 7 === 0
    ? { ...record, totalPicos: record.totalPicos + BigInt(i) * 10n ** 9n, currency: i % 2 ? 'USD' : 'EUR' }
    : record,
)
const { reconciliations } = reconcile({
  ...account,
  records,
  prices,
  rules: defaultRules,
  readAt: Date.UTC(2027, 0),
  looks: [],
  pricePollMs: HOUR_MS,
})

const figures = (list: readonly Reconciliation[]) => {
  const totals = reconciliationTotals(list)
  const of = (pick: (total: (typeof totals)[number]) => bigint) => sum(totals.map(pick))
  return {
    billed: of((total) => total.billedPicos),
    checked: of((total) => total.checkedPicos),
    assumed: of((total) => total.assumedRightPicos + total.assumedWrongPicos),
    uncheckable: of((total) => sum(total.uncheckable.map(({ picos }) => picos))),
    differences: of((total) => sum(total.causes.map(({ differencePicos }) => differencePicos))),
    records: totals.reduce((all, total) => all + total.records, 0),
  }
}

it('law: any grouping sums to the same total, and what was billed is checked, assumed or not checkable', () => {
  const whole = figures(reconciliations)
  expect(whole.checked + whole.assumed + whole.uncheckable).toBe(whole.billed)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1000 }), (groups, step) => {
      const parts = Array.from({ length: groups }, (_, g) =>
        figures(reconciliations.filter((_, i) => Math.trunc((i * step) / 7) % groups === g)),
      )
      for (const key of ['billed', 'checked', 'assumed', 'uncheckable', 'differences'] as const) {
        expect(sum(parts.map((part) => part[key]))).toBe(whole[key])
      }
      expect(parts.reduce((all, part) => all + part.records, 0)).toBe(whole.records)
    }),
    { ...LAW, numRuns: 50 },
  )
})

it('law: the order of records does not matter', () => {
  const turned = reconcile({
    ...account,
    records: [...records].reverse(),
    prices,
    rules: defaultRules,
    readAt: Date.UTC(2027, 0),
    looks: [],
    pricePollMs: HOUR_MS,
  })
  const byId = (list: readonly Reconciliation[]) => [...list].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
  expect(byId(turned.reconciliations)).toEqual(byId(reconciliations))
})

it('keeps wallets apart', () => {
  expect(reconciliationTotals(reconciliations).map((total) => total.currency)).toEqual(['EUR', 'USD'])
})
