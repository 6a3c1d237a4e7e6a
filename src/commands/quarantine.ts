import type { Config } from '../config.ts'
import { retryQuarantine } from '../ingest/retry-quarantine.ts'
import type { QuarantineDto } from '../server/dto/ingest.ts'
import { withApi, withProduct } from './product.ts'
import { print, say } from './talk.ts'

/** `qm quarantine list`: what was read and not understood, a JSON object a line. */
export function listQuarantine(config: Config): Promise<number> {
  return withApi(config, async (api) => {
    let next: string | null = ''
    let isEmpty = true
    while (next !== null) {
      const answer = await api.get(`/api/v1/quarantine${next && `?next=${encodeURIComponent(next)}`}`)
      const page = (await answer.json()) as QuarantineDto
      for (const row of page.rows) await print(`${JSON.stringify(row)}\n`)
      isEmpty &&= page.rows.length === 0
      next = page.next
    }
    if (isEmpty) say('Nothing is in quarantine.')
    return 0
  })
}

/** `qm quarantine retry`: tries again to understand it, after an upgrade above all. */
export function retry(config: Config): Promise<number> {
  return withProduct(config, async ({ store, account, clock }) => {
    const report = await retryQuarantine({ store, account, clock, rules: config.rules })
    const sources = Object.entries(report)
    if (sources.length === 0) say('No bill waits in quarantine. Rows of other sources are read anew by each ingest.')
    for (const [source, { tried, taken, waiting }] of sources)
      say(`${source}: ${tried} tried, ${taken} taken, ${waiting} still waiting`)
    return 0
  })
}
