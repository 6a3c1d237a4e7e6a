import type { Config } from '../config.ts'
import type { MachinesDto } from '../server/dto/machines.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { textTable } from './table.ts'
import { print } from './talk.ts'

/** `qm machines`: every machine with what it told of itself. */
export function machines(config: Config, { json, ...options }: Options): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/machines?${parametersOf(options)}`)
    if (json) await print(`${await answer.text()}\n`)
    else await print(tableOf((await answer.json()) as MachinesDto))
    return 0
  })
}

/** `qm export machines`: the same bytes as the dashboard's download. */
export function exportMachines(config: Config, options: Options): Promise<number> {
  return withApi(config, (api) => printFile(api, `/api/v1/exports/machines.csv?${parametersOf(options)}`))
}

const HEAD = ['id', 'name', 'status', 'GPUs', 'image', 'vCPUs', 'RAM GB', 'volumes', 'rules']

function tableOf({ rows }: MachinesDto): string {
  return textTable(
    HEAD,
    rows.map(({ details, ...row }) => [
      row.resourceId,
      row.name,
      row.isGone ? 'gone' : (row.status ?? '-'),
      row.gpuModel === null ? '-' : `${row.gpuCount ?? 1} x ${row.gpuModel}`,
      details?.image ?? '-',
      String(details?.vcpus ?? '-'),
      String(details?.ramGb ?? '-'),
      String(details?.volumes?.length ?? '-'),
      String(details?.securityRules?.length ?? '-'),
    ]),
  )
}
