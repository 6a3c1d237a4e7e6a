import type { Meta } from '../api.ts'
import { setParams } from '../router.ts'

/** The name of the account; where there are several the choice of one, kept in the address. */
export function AccountChoice({ meta: { account, accounts } }: { meta: Meta }) {
  if (accounts.length < 2) return <>{account.name}</>
  return (
    <label>
      <span class="visually-hidden">Account</span>
      <select value={account.slug} onChange={({ currentTarget }) => setParams({ account: currentTarget.value })}>
        {accounts.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
