import { listAccounts, type Account } from '../../db/account-repository.ts'
import type { AppContext } from '../context.ts'
import type { AccountDto } from '../dto/common.ts'
import { invalidParameter, ProblemException } from '../problem.ts'

/**
 * The account of a request: the one that is named, else the first.
 * Throws a problem where the name is unknown, or where there is no account yet.
 */
export async function accountOf(context: AppContext, slug: string | undefined): Promise<Account> {
  const accounts = await listAccounts(context.store.db)
  if (slug === undefined) {
    const [first] = accounts
    if (!first) throw new ProblemException('not-ready', 'No account has been read yet.')
    return first
  }
  const named = accounts.find((account) => account.slug === slug)
  if (!named) {
    throw invalidParameter('account', `'${slug}' is not one of ${accounts.map((account) => account.slug).join(', ')}`)
  }
  return named
}

/**
 * The name under which a report of an account is saved: 'lab-prices.csv', 'demo-prices.csv'; of all accounts together
 * (null) 'all-accounts-charges-2026-03-01-2026-04-01.csv'.
 */
export function fileNameOf({ config }: AppContext, account: Pick<Account, 'slug'> | null, name: string): string {
  return `${config.demo ? 'demo' : (account?.slug ?? 'all-accounts')}-${name}`
}

/**
 * The name of a report by days of the account, with the zone that they are of: 'charges-2026-03-01-2026-04-01.csv' is
 * 'charges-2026-03-01-2026-04-01-europe-oslo.csv'.
 */
export const zonedName = ({ zone }: Pick<Account, 'zone'>, name: string): string =>
  name.replace(/(\.\w+)$/, `-${zone.toLowerCase().replace(/[^a-z0-9+]+/g, '-')}$1`)

/** The same for several accounts: their zone where it is one, 'own-zones' where each has its own days. */
export function zonedNameOfAll(accounts: readonly Pick<Account, 'zone'>[], name: string): string {
  const zones = new Set(accounts.map(({ zone }) => zone))
  return zonedName({ zone: zones.size === 1 ? accounts[0]!.zone : 'own-zones' }, name)
}

export const toAccountDto = ({ slug, name, kind, zone }: Account): AccountDto => ({ slug, name, kind, zone })
