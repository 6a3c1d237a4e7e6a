import { updateAlertSetting, type AlertSetting } from '../../db/alert-setting-repository.ts'
import { ensureWatched } from '../alerts/watch.ts'
import type { AppContext } from '../context.ts'
import type { AlertSettingBody } from '../dto/alerts.ts'
import { accountOf } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

/** When an account is told of things. */
export async function getAlertSetting(context: AppContext, query: Query): Promise<AlertSettingBody> {
  const account = await accountOf(context, query.account)
  return toDto(await ensureWatched(context, account))
}

export async function putAlertSetting(
  context: AppContext,
  body: AlertSettingBody,
  query: Query,
): Promise<AlertSettingBody> {
  const account = await accountOf(context, query.account)
  await ensureWatched(context, account)
  await updateAlertSetting(context.store.db, account.accountId, body)
  return body
}

const toDto = ({ quiet, digestAt, topUpLeadHours }: AlertSetting): AlertSettingBody => ({
  quiet,
  digestAt,
  topUpLeadHours,
})
