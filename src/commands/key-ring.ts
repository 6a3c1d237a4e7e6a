import type { Config } from '../config.ts'
import type { Account } from '../db/account-repository.ts'
import type { StoredConnection } from '../db/connection-repository.ts'
import { bondOf, openKey, sealKey, SealError } from '../db/sealed-key.ts'

/** Why an account cannot be asked: its key is not at hand. The message says what to do, and never the key. */
export class KeyError extends Error {
  override name = 'KeyError'
}

type Named = Pick<Account, 'slug'>

/** The keys of the accounts: sealed in the store, or in the environment. */
export interface KeyRing {
  /** Whether a key can be kept in the store: QM_SECRET is set. */
  readonly canSeal: boolean
  /** The key in the form that the store keeps. @throws KeyError without QM_SECRET. */
  seal(account: Named, baseUrl: string, key: string): Promise<string>
  /** The key of an account. @throws KeyError where it is not at hand. */
  keyOf(account: Named, connection: StoredConnection | null): Promise<string>
  /** Whether a sealed key opens with the present secret alone; QM_SECRET_BEFORE is no longer needed for it then. */
  opensNow(account: Named, connection: StoredConnection): Promise<boolean>
}

export const DEFAULT_KEY_VARIABLE = 'BARRACK_API_KEY'

/** Opening a key costs a tenth of a second on purpose, so what was opened is remembered for as long as the process lives. */
export function createKeyRing({ secrets, keyIn }: Pick<Config, 'secrets' | 'keyIn'>): KeyRing {
  const opened = new Map<string, string | null>()

  async function open(sealed: string, secret: string, bond: string): Promise<string | null> {
    const name = `${secret} ${bond} ${sealed}`
    const known = opened.get(name)
    if (known !== undefined) return known
    const key = await openKey(sealed, secret, bond).catch((error: unknown) => {
      if (error instanceof SealError) return null
      throw error
    })
    opened.set(name, key)
    return key
  }

  async function unseal(slug: string, sealed: string, bond: string): Promise<string> {
    const given = [secrets.current, secrets.before].filter((secret) => secret !== null)
    if (given.length === 0)
      throw new KeyError(`The key of '${slug}' is sealed and QM_SECRET is not set: set the secret it was sealed with.`)
    for (const secret of given) {
      const key = await open(sealed, secret, bond)
      if (key !== null) return key
    }
    throw new KeyError(
      `The key of '${slug}' does not open with this QM_SECRET: it was sealed with another one. Set that one (beside a ` +
        `new QM_SECRET it goes into QM_SECRET_BEFORE), or give the key anew: qm account change ${slug} --new-key.`,
    )
  }

  return {
    canSeal: secrets.current !== null,
    async seal({ slug }, baseUrl, key) {
      if (secrets.current === null)
        throw new KeyError(
          'QM_SECRET is not set: no key is stored without it. Set it (openssl rand -base64 32 makes one) and keep it, or ' +
            'leave the key in the environment: --key-from BARRACK_API_KEY_NAME.',
        )
      return sealKey(key, secrets.current, bondOf(slug, baseUrl))
    },
    async keyOf({ slug }, connection) {
      if (connection?.sealedKey != null) return unseal(slug, connection.sealedKey, bondOf(slug, connection.baseUrl!))
      const variable = connection?.keyVariable ?? DEFAULT_KEY_VARIABLE
      const key = keyIn(variable)
      if (key === null) throw new KeyError(`${variable} is not set: the account '${slug}' takes its key from there.`)
      return key
    },
    async opensNow({ slug }, { sealedKey, baseUrl }) {
      if (sealedKey === null || secrets.current === null) return false
      return (await open(sealedKey, secrets.current, bondOf(slug, baseUrl!))) !== null
    },
  }
}
