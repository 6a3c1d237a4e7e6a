import type { Account } from '../../db/account-repository.ts'
import { findPlanningSettings, savePlanningSettings } from '../../db/planning-setting-repository.ts'
import { defaultPlanningSettings, type PlanningSettings } from '../../engine/hibernation/index.ts'
import type { AppContext } from '../context.ts'
import type { PlanningSettingsDto } from '../dto/planning-settings.ts'
import { accountOf } from './account.ts'

/** How the machines of an account are advised on: what it says itself over what is usual. */
export async function loadPlanningSettings(
  context: AppContext,
  { accountId }: Pick<Account, 'accountId'>,
): Promise<PlanningSettings> {
  return { ...defaultPlanningSettings, ...(await findPlanningSettings(context.store.db, accountId)) }
}

export async function getPlanningSettings(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<PlanningSettingsDto> {
  const { deskWords, ...rest } = await loadPlanningSettings(context, await accountOf(context, query.account))
  return { deskWords: [...deskWords], ...rest }
}

export async function putPlanningSettings(
  context: AppContext,
  settings: PlanningSettingsDto,
  query: { account?: string | undefined },
): Promise<PlanningSettingsDto> {
  const { accountId } = await accountOf(context, query.account)
  await savePlanningSettings(context.store.db, accountId, settings, context.clock())
  return settings
}
