import type { Config } from '../config.ts'
import type { RecommendationsDto } from '../server/dto/recommendations.ts'
import { userName } from './plan.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

/** `qm recommendations`: what is worth doing, what avoids most first. */
export function recommendations(config: Config, { json, all, ...asked }: Options): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/recommendations?${parametersOf(asked)}`)
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const { rows } = (await answer.json()) as RecommendationsDto
    const shown = rows.filter(({ dismissed }) => all || dismissed === null)
    if (shown.length === 0) say('Nothing is worth recommending at present.')
    else {
      await print(
        textTable(
          ['a month', 'between', 'what', 'why', 'risk', 'id'],
          shown.map(({ perMonth: { p10, p50, p90 }, currency, what, why, risk, dismissed, id }) => [
            `${money(p50)} ${currency}`,
            p10 === p90 ? '' : `${money(p10)} and ${money(p90)}`,
            what,
            dismissed ? `not wanted: ${dismissed.reason} (${dismissed.by})` : why,
            risk ?? '',
            id,
          ]),
        ),
      )
      say('What could be avoided; these overlap, so they do not add up.')
    }
    return 0
  })
}

/** `qm export recommendations`: the same file as the page's. */
export const exportRecommendations = (config: Config, asked: Options): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/recommendations.csv?${parametersOf(asked)}`))

/** `qm recommendations dismiss ID`. */
export function dismiss(
  config: Config,
  id: string,
  { by = userName(), reason, undo }: { by?: string; reason?: string; undo?: true },
): Promise<number> {
  return withApi(config, async (api) => {
    await api.put('/api/v1/recommendations/dismissed', { id, reason: undo ? null : (reason ?? ''), by })
    say(undo ? 'It is recommended again.' : 'It is not recommended any more.')
    return 0
  })
}

const money = (decimal: string) => Number(decimal).toFixed(2)
