import type { Account } from '../../db/account-repository.ts'
import type { AlertSettingRow } from '../../db/alert-setting-repository.ts'
import { findOpenRecords } from '../../db/burn-query-repository.ts'
import { findConnection } from '../../db/connection-repository.ts'
import { findGpuSpecs } from '../../db/gpu-spec-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { latestBalances, type BalanceRow } from '../../db/overview-query-repository.ts'
import { findPlans } from '../../db/plan-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { MONDAY_TO_FRIDAY, type Alert, type WorkCalendar } from '../../engine/alert/index.ts'
import { priceBook, runRates, type Instant, type Resource, type ResourceRate } from '../../engine/index.ts'
import { planCalendar, workWeek, type Plan } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { loadForeseen } from '../services/foresee.ts'
import type { LedgerOfNow } from '../services/ledger.ts'
import type { BarrackAddress } from './commands.ts'
import { partiesOf, type Parties } from './parties.ts'

/** One look at an account; what several rules need of it is read once. */
export interface AlertView {
  readonly context: AppContext
  readonly account: Account
  readonly now: Instant
  readonly setting: AlertSettingRow
  /** What was told of a cause already. */
  readonly toldOf: (ruleId: number, cause: string) => readonly string[]
  /** When the open alert of a cause began and whether somebody acknowledged it; null where there is none. */
  readonly openOf: (ruleId: number, cause: string) => Alert | null
  readonly ledger: () => Promise<LedgerOfNow>
  readonly resources: () => Promise<readonly Resource[]>
  /** What everything costs now, by the last reading of machines and bills. */
  readonly rates: () => Promise<readonly ResourceRate[]>
  /** The same as soon as the machines that are being made are ready. */
  readonly soonRates: () => Promise<readonly ResourceRate[]>
  readonly balances: () => Promise<readonly BalanceRow[]>
  /** Models of which Barrack says that they cannot hibernate. */
  readonly sleepless: () => Promise<ReadonlySet<string>>
  readonly plans: () => Promise<readonly Plan[]>
  readonly calendar: () => Promise<WorkCalendar>
  /** Whose resources are. */
  readonly parties: () => Promise<Parties>
  /** How the account's API is called by hand. */
  readonly barrack: () => Promise<BarrackAddress>
}

export function alertView(
  context: AppContext,
  account: Account,
  setting: AlertSettingRow,
  open: readonly Alert[],
): AlertView {
  const { accountId, slug, zone } = account
  const { db } = context.store
  const now = context.clock()
  const alerts = new Map(open.map((alert) => [`${alert.ruleId} ${alert.cause}`, alert]))
  const openOf = (ruleId: number, cause: string) => alerts.get(`${ruleId} ${cause}`) ?? null
  const resources = once(() => findResources(db, accountId))
  const plans = once(() => findPlans(db, accountId))
  const rest = once(() => Promise.all([findOpenRecords(db, accountId), accountPrices(db, accountId)]))
  const ratesOf = async (of: readonly Resource[]) => {
    const [openRecords, versions] = await rest()
    return runRates({ resources: of, openRecords, prices: priceBook(versions), rules: context.config.rules, asOf: now })
  }
  return {
    context,
    account,
    now,
    setting,
    toldOf: (ruleId, cause) => openOf(ruleId, cause)?.told ?? [],
    openOf,
    ledger: once(() => loadForeseen(context, { account: slug })),
    resources,
    rates: once(async () => ratesOf(await resources())),
    soonRates: once(async () => ratesOf((await resources()).map(asReady))),
    balances: once(() => latestBalances(db, accountId)),
    sleepless: once(async () => {
      const specs = await findGpuSpecs(db, accountId)
      return new Set(specs.filter(({ canHibernate }) => canHibernate === false).map(({ gpuModel }) => gpuModel))
    }),
    plans,
    calendar: once(async () => workCalendar(zone, await plans(), now)),
    parties: once(() => partiesOf(context.store, account, now)),
    barrack: once(() => barrackAddress(context, account)),
  }
}

async function barrackAddress({ store, access }: AppContext, account: Account): Promise<BarrackAddress> {
  const { baseUrl, auth } = access.address(await findConnection(store.db, account.accountId))
  const url = account.kind === 'demo' ? '$BARRACK_URL' : baseUrl
  return { url, authHeader: auth.header, authScheme: auth.scheme }
}

/** A machine that is being made costs nothing yet, and will in a minute. */
function asReady(resource: Resource): Resource {
  const isComing = resource.type === 'instance' && /^(creating|build)$/i.test(resource.status ?? '')
  return isComing ? { ...resource, status: 'ACTIVE' } : resource
}

/** The holidays and the working week of the account's plans; Monday to Friday where nobody said otherwise. */
export function workCalendar(zone: string, plans: readonly Plan[], now: Instant): WorkCalendar {
  const week = workWeek(plans, now)
  const weekdays =
    week && new Set([0, 1, 2, 3, 4, 5, 6].filter((day) => week.subarray(day * 24, day * 24 + 24).some(Boolean)))
  return { ...planCalendar(zone, plans), weekdays: weekdays && weekdays.size > 0 ? weekdays : MONDAY_TO_FRIDAY }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => (reading ??= read())
}
