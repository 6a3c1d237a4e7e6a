import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatPicos, HOUR_MS, reconcile, type Reconciliation } from '../../../../src/engine/index.ts'
import { golden, readCase } from '../golden-case.ts'

const FOLDER = join(import.meta.dirname, '../../../golden/reconcile')

/** Somebody looked at the machines in every hour of the month. */
const hourly = Array.from({ length: 31 * 24 }, (_, hour) => Date.UTC(2026, 0, 1) + hour * HOUR_MS)

const amount = (picos: bigint | null) => (picos === null ? '' : formatPicos(picos))

function toCsv(reconciliations: readonly Reconciliation[], gaps: readonly string[]): string {
  const lines = reconciliations.map((one) =>
    [
      one.recordId,
      one.currency,
      amount(one.billedPicos),
      amount(one.expectedPicos),
      amount(one.differencePicos),
      one.cause ?? '',
      amount(one.checkedPicos),
      amount(one.assumedPicos),
      amount(one.uncheckablePicos),
      one.isAssumedRight ?? '',
    ].join(','),
  )
  const head = 'record,currency,billed,expected,difference,cause,checked,assumed,uncheckable,assumed_right'
  return [head, ...lines, ...gaps, ''].join('\n')
}

it.each(readdirSync(FOLDER))('%s', (name) => {
  const { reconciliations, gaps } = reconcile({
    ...readCase(join(FOLDER, name)),
    looks: hourly,
    pricePollMs: HOUR_MS,
  })
  const csv = toCsv(
    reconciliations,
    gaps.map((gap) => `gap before ${gap.beforeRecordId},${gap.currency},,,,${gap.cause},,,,`),
  )
  expect(csv).toBe(golden(join(FOLDER, name), csv))
})
