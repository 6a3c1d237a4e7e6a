import type { Config } from '../config.ts'
import type { AnomaliesDto, AnomalyDto } from '../server/dto/anomalies.ts'
import { userName } from './plan.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf } from './query.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

export interface AnomaliesOptions {
  readonly from?: string
  readonly to?: string
  readonly project?: string
  readonly owner?: string
  readonly costCenter?: string
  readonly json?: true
}

/** `qm anomalies`: spend that was not to be expected. */
export function listAnomalies(config: Config, { json, ...asked }: AnomaliesOptions): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`/api/v1/anomalies?${parametersOf({ ...asked })}`)).json()) as AnomaliesDto
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) say('Nothing was out of the usual.')
    else
      await print(
        textTable(['since', 'until', 'what', 'cause', 'over', 'spent', 'usual', 'number'], answer.rows.map(lineOf)),
      )
    return 0
  })
}

function lineOf(row: AnomalyDto): string[] {
  const short = (iso: string) => iso.replace(':00.000Z', 'Z')
  return [
    short(row.startsAt),
    row.endsAt === null ? 'goes on' : short(row.endsAt),
    row.what,
    row.expected ? `expected (${row.expected.by})` : row.why,
    ...[row.over, row.spent, row.usual].map((amount) => `${Number(amount).toFixed(2)} ${row.currency}`),
    row.id,
  ]
}

/** `qm anomalies expected ID`. */
export function sayExpected(
  config: Config,
  id: string,
  { by = userName(), note, undo }: { by?: string; note?: string; undo?: true },
): Promise<number> {
  return withApi(config, async (api) => {
    await api.put('/api/v1/anomalies/expected', { id, expected: !undo, by, ...(note !== undefined && { note }) })
    say(undo ? 'It counts as unexpected again.' : 'It counts as expected: nobody is told of it.')
    return 0
  })
}

/** `qm export anomalies`. */
export const exportAnomalies = (
  config: Config,
  asked: Omit<AnomaliesOptions, 'json'> & { readonly with?: string },
): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/anomalies.csv?${parametersOf({ ...asked })}`))
