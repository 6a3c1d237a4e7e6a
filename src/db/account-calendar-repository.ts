import type { Connection } from './store.ts'

/** How an account is kept in its owner's books. */
export interface AccountCalendar {
  /** The company, institute or group that the account is of; null where it was not said. */
  readonly entity: string | null
  /** The month, 1 to 12, with which the fiscal year begins. */
  readonly fiscalYearStart: number
  /** The day with which a week begins, 1 (Monday) to 7. */
  readonly weekStart: number
  readonly datevConsultant: number | null
  readonly datevClient: number | null
  readonly datevAccountLength: number
}

const DEFAULTS: AccountCalendar = {
  entity: null,
  fiscalYearStart: 1,
  weekStart: 1,
  datevConsultant: null,
  datevClient: null,
  datevAccountLength: 4,
}

/** As it was said; until then calendar years, weeks from Monday. */
export async function getAccountCalendar(db: Connection, accountId: number): Promise<AccountCalendar> {
  const row = await db
    .selectFrom('account_calendar')
    .select(['entity', 'fiscal_year_start as fiscalYearStart', 'week_start as weekStart'])
    .select(['datev_consultant as datevConsultant', 'datev_client as datevClient'])
    .select('datev_account_length as datevAccountLength')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ?? DEFAULTS
}

export async function saveAccountCalendar(db: Connection, accountId: number, to: AccountCalendar): Promise<void> {
  const row = {
    entity: to.entity,
    fiscal_year_start: to.fiscalYearStart,
    week_start: to.weekStart,
    datev_consultant: to.datevConsultant,
    datev_client: to.datevClient,
    datev_account_length: to.datevAccountLength,
  }
  await db
    .insertInto('account_calendar')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute()
}
