import type { Config } from '../config.ts'
import type { SleepActionsDto } from '../server/dto/sleep-action.ts'
import { csvLine, numberCell, textCell } from '../server/export/csv.ts'
import { withApi } from './product.ts'
import { print, say } from './talk.ts'

/** `qm dry-run`: what approved plans would have done to machines in the day ahead. */
export function dryRun(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.post('/api/v1/sleep-actions/dry-run')).json()) as SleepActionsDto
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else await print(actionsCsv(answer))
    say(
      answer.isApplying
        ? 'These are carried out when they are due.'
        : 'Nothing is carried out: the server runs without --apply.',
    )
    return 0
  })
}

function actionsCsv({ rows }: SleepActionsDto): string {
  const head = ['at', 'action', 'resource_id', 'resource_name', 'plan', 'until', 'state', 'could_now', 'because']
  const lines = rows.map(({ at, action, resourceId, name, planId, until, state, check, detail }) =>
    csvLine([
      at,
      action,
      textCell(resourceId),
      textCell(name),
      numberCell(planId),
      textCell(until),
      state,
      check === null ? '' : check.may ? 'yes' : 'no',
      textCell(check?.because ?? detail),
    ]),
  )
  return csvLine(head) + lines.join('')
}
