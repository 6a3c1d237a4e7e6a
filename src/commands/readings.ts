import type { Config } from '../config.ts'
import type { ReadingsDto } from '../server/dto/ingest.ts'
import type { OverviewDto } from '../server/dto/overview.ts'
import { withApi } from './product.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

/** `qm readings`: when what was read and is read next, and what is estimated of the time since. */
export function readings(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get('/api/v1/readings')
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const plan = (await answer.json()) as ReadingsDto
    if (!plan.isScheduled) say('QM_NOW is set: the clock stands still, so nothing is due by itself.')
    else await print(tableOf(plan))
    if (plan.requestsPerMinute !== null) say(requestsText(plan.requestsPerMinute, plan.allowedPerMinute))
    if (plan.rows.every(({ readAt }) => readAt === null)) return 0
    const { wallets } = (await (await api.get('/api/v1/overview')).json()) as OverviewDto
    for (const { currency, monthToDate, estimated } of wallets)
      if (estimated)
        say(
          `${currency}: ${monthToDate} billed this month, ${estimated.amount} more estimated since ${minute(estimated.since)}.`,
        )
    return 0
  })
}

const tableOf = ({ rows }: ReadingsDto): string =>
  textTable(
    ['source', 'every', 'last read', 'next', 'requests', 'remark'],
    rows.map(({ source, everySeconds, setSeconds, readAt, nextAt, requests, sweep, error }) => [
      source,
      everySeconds === setSeconds ? span(setSeconds) : `${span(everySeconds)} (set ${span(setSeconds)})`,
      readAt === null ? '-' : minute(readAt),
      nextAt === null ? 'at once' : minute(nextAt),
      requests === null ? '-' : String(requests),
      error ?? (sweep === null ? '' : `sweeps through old bills: page ${sweep.page} of ${sweep.pages} is next`),
    ]),
  )

function requestsText(perMinute: number, allowed: number | null): string {
  const taken = `All readings take ${perMinute.toFixed(2)} requests a minute`
  return allowed === null
    ? `${taken}.`
    : `${taken}; the schedule may take ${allowed}, a tenth of BARRACK_MAX_PER_MINUTE.`
}

/** '5 min', '6 h', '1 day' */
function span(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? '1 day' : `${seconds / 86_400} days`
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`
}

/** '2026-12-21T00:13Z' */
const minute = (at: string) => `${at.slice(0, 16)}Z`
