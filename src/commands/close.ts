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
  { accept = false, by, json }: { accept?: boolean; by?: string; json?: true },
): Promise<number> {
  return withApi(config, async (api) => {
    const path = `/api/v1/months/${month}`
    const before = (await (await api.get(path)).json()) as ClosingDto
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

/** `qm reopen MONTH --reason WHY`. */
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
