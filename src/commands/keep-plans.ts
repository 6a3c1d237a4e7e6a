import { applyTurn } from '../actions/apply-turn.ts'
import { createActionClient } from '../barrack/action-client.ts'
import type { Config } from '../config.ts'
import { listAccounts } from '../db/account-repository.ts'
import type { AppContext } from '../server/context.ts'
import { reachedFromElsewhere } from '../server/services/admin.ts'
import { mayAct } from '../server/services/may-act.ts'
import { planSleep } from '../server/services/plan-sleep.ts'
import { remindSleep } from '../server/services/remind-sleep.ts'
import { tellUnwoken } from '../server/services/tell-unwoken.ts'
import type { Sources } from './account-source.ts'
import { every, type Loop } from './every.ts'
import type { Product } from './product.ts'
import { CommandError, say } from './talk.ts'

const PLAN_MS = 60_000
const APPLY_MS = 15_000

/** Writes down every minute what the approved plans want done next, for every account, and reminds those it concerns. */
export function keepPlanning(product: Product, context: AppContext): Loop {
  const { store, clock, log } = product
  const turn = async () => {
    for (const account of await listAccounts(store.db)) {
      await planSleep(context, account, clock())
      await remindSleep(context, account, clock())
      await tellUnwoken(context, account, clock())
    }
  }
  return every(PLAN_MS, turn, (error) => log.error({ error }, 'what is planned could not be written down'))
}

/**
 * Carries it out through the API, by the key that is for nothing else: for the account that the settings name, within
 * its one limit of requests.
 */
export function keepApplying(product: Product, context: AppContext, sources: Sources): Loop {
  const { store, account, clock, config, log } = product
  const { applyKey, applyPerHour: perHour } = config.barrack
  const options = {
    store,
    clock,
    accountId: account.accountId,
    perHour,
    mayAct: (action: Parameters<typeof mayAct>[2], stock: number | null) => mayAct(context, account, action, stock),
  }
  say(`Approved plans are carried out: at most ${perHour} machines an hour, each told of 30 minutes before its sleep.`)
  return every(
    APPLY_MS,
    async () => {
      const { address, limiter } = await sources.of(account)
      const { baseUrl, auth, endpoints } = address
      const client = createActionClient({
        baseUrl,
        apiKey: applyKey!,
        keyName: 'BARRACK_APPLY_KEY',
        authHeader: auth.header,
        authScheme: auth.scheme,
        endpoints,
        limiter,
      })
      return applyTurn({ ...options, client })
    },
    (error) => {
      log.error({ error }, 'plans could not be carried out')
      say(`Plans could not be carried out: ${(error as Error).message}`)
    },
  )
}

/** @throws CommandError where plans cannot be carried out with these settings. */
export function requireApplySettings(config: Config): void {
  if (config.barrack.applyKey === null) {
    throw new CommandError('--apply needs BARRACK_APPLY_KEY: a key that may change machines, used for nothing else.', 2)
  }
  const because = reachedFromElsewhere({ hosts: config.server.names, baseUrl: config.notify.baseUrl })
  if (because !== null && config.adminToken === null) {
    throw new CommandError(
      `--apply needs QM_ADMIN_TOKEN here: the page can be reached from elsewhere than this machine (${because}), and what is approved there would be done. Set it to what \`openssl rand -hex 24\` prints and start again.`,
      2,
    )
  }
  if (config.now !== null) throw new CommandError('--apply goes by the real clock; QM_NOW pins another.', 2)
}
