import type { Config } from '../config.ts'
import type { ClosingDto } from '../server/dto/closing.ts'
import { withApi } from './product.ts'
import { print, say } from './talk.ts'

/**
 * `qm close MONTH`: closes it where nothing is open or what is was accepted; else says what is, with exit code 1.
 */
export function close(
  config: Config,
  month: string,
  { accept = false, look = false, by, json }: { accept?: boolean; look?: boolean; by?: string; json?: true },
): Promise<number> {
  return withApi(config, async (api) => {
    const path = `/api/v1/months/${month}`
    const before = (await (await api.get(path)).json()) as ClosingDto
    if (look) return tell(before, json)
    const waits = before.open.filter(({ kind, blocks }) => kind !== 'earlier' && (blocks || !accept))
    if (before.closed === null) for (const { words } of before.open) say(words)
    if (before.closed === null && waits.length > 0) {
      if (json) await print(`${JSON.stringify(before)}\n`)
      say(`${month} is still open.${waits.some(({ blocks }) => blocks) ? '' : ' Close it with --accept all the same.'}`)
      return 1
    }
    const body = { accept, ...(by !== undefined && { by }) }
    const after = (await (await api.post(`${path}/close`, body)).json()) as ClosingDto
    if (json) await print(`${JSON.stringify(after)}\n`)
    else for (const { name, sha256 } of after.closed?.files ?? []) await print(`${sha256}  ${month}/${name}\n`)
    say(`${month} is closed.`)
    return 0
  })
}

/** How far the month is; of a closed one a line for each change since. */
async function tell(closing: ClosingDto, json?: true): Promise<number> {
  const { month, closed, open, changedSince } = closing
  if (json) {
    await print(`${JSON.stringify(closing)}\n`)
    return 0
  }
  if (closed === null) {
    say(open.length === 0 ? `${month} is ready to be closed.` : `${month} is still open:`)
    for (const { words } of open) await print(`${words}\n`)
    return 0
  }
  say(
    `${month} was closed ${closed.at} by ${closed.by}.${changedSince.length === 0 ? ' Nothing has changed since.' : ''}`,
  )
  for (const { day, amount, currency, resourceName, recordId, cause } of changedSince) {
    await print(`${day}  ${amount} ${currency}  ${resourceName}, record ${recordId}: ${cause}\n`)
  }
  return 0
}

/** `qm reopen MONTH --reason WHY`, as admin where QM_ADMIN_TOKEN is set. */
export function reopen(
  config: Config,
  month: string,
  { reason, by }: { reason: string; by?: string },
): Promise<number> {
  return withApi(config, async (api) => {
    await api.post(`/api/v1/months/${month}/reopen`, { reason, ...(by !== undefined && { by }) })
    say(`${month} is open again.`)
    return 0
  })
}
