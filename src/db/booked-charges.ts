import { sql, type RawBuilder } from 'kysely'
import { formatPicos, type DayCharge, type Day, type DimensionValues } from '../engine/index.ts'
import { joinAssignedParts, shareOf, type AssignmentsOfAccounts } from './assigned-parts.ts'
import { unnest } from './unnest.ts'

/** A part of a correction, booked on `charge.day`; `ofDay` is the day of the closed month that it changes. */
export interface BookedCorrection {
  readonly charge: DayCharge
  readonly ofDay: Day
  readonly values: DimensionValues
  readonly region: string | null
  readonly resourceName: string
  readonly cause: string
}

/** The charges of one account as its books have them. */
export interface Books {
  readonly accountId: number
  /** The first day that is not closed; null where none is. */
  readonly openFrom: Day | null
  readonly assignments: AssignmentsOfAccounts
  readonly corrections: readonly BookedCorrection[]
}

/**
 * `(select ...)`, to stand in the place of `charge_day`, a row per part: open days as Barrack tells them now, closed days as
 * they were kept, and what closed months came to be since on the open days on which it came to light (`corrects` = that
 * month). Over all days the rows add up to all bills.
 */
export function bookedCharges({ accountId, openFrom, assignments, corrections }: Books): RawBuilder<unknown> {
  const live = sql`select c.account_id, c.day, c.record_id, c.resource_id, c.resource_type, null::text as region, c.currency,
      c.tier, c.gpu_model, c.gpu_count, c.sku, c.state, ${shareOf(sql`c.seconds`, 0)} as seconds,
      ${shareOf(sql`c.billed`, 12)} as billed, ${shareOf(sql`c.expected`, 12)} as expected, u.project, u.owner,
      u.cost_center, null::text as corrects, c.inferred
    from charge_day c ${joinAssignedParts(assignments)}
    where c.account_id = ${accountId}`
  if (openFrom === null) return sql`(${live})`
  return sql`(${live} and c.day >= ${openFrom}::date
    union all
    select account_id, day, record_id, resource_id, resource_type, region, currency, tier, gpu_model, gpu_count, sku, state,
      seconds, billed, expected, project, owner, cost_center,
      case when of_day < (month || '-01')::date then to_char(of_day, 'YYYY-MM') end, inferred
    from closed_charge where account_id = ${accountId}
    union all
    select ${accountId}::int4, u.* from ${correctionRows(corrections)})`
}

function correctionRows(corrections: readonly BookedCorrection[]): RawBuilder<unknown> {
  return unnest<BookedCorrection>(corrections, {
    day: ['date', ({ charge }) => charge.day],
    record_id: ['text', ({ charge }) => charge.recordId],
    resource_id: ['text', ({ charge }) => charge.resourceId],
    resource_type: ['text', ({ charge }) => charge.resourceType],
    region: ['text', ({ region }) => region],
    currency: ['text', ({ charge }) => charge.currency],
    tier: ['text', ({ charge }) => charge.tier],
    gpu_model: ['text', ({ charge }) => charge.gpuModel],
    gpu_count: ['int4', ({ charge }) => charge.gpuCount],
    sku: ['text', ({ charge }) => charge.sku],
    state: ['text', ({ charge }) => charge.state],
    seconds: ['numeric', ({ charge }) => String(charge.seconds)],
    billed: ['numeric', ({ charge }) => formatPicos(charge.billedPicos)],
    expected: ['numeric', ({ charge }) => (charge.expectedPicos === null ? null : formatPicos(charge.expectedPicos))],
    project: ['text', ({ values }) => values.project],
    owner: ['text', ({ values }) => values.owner],
    cost_center: ['text', ({ values }) => values.cost_center],
    corrects: ['text', ({ ofDay }) => ofDay.slice(0, 7)],
    inferred: ['boolean', ({ charge }) => charge.inferred ?? false],
  })
}
