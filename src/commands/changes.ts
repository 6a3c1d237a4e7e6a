import type { Config } from '../config.ts'
import type { ChangesDto } from '../server/dto/changes.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

/** `qm changes`: what began, ended or costs another price since a moment, with what that is a day. */
export function changes(config: Config, { json, ...asked }: Options): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/changes?${parametersOf(asked)}`)
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const told = (await answer.json()) as ChangesDto
    say(`From ${minute(told.since)} to ${minute(told.asOf)}.`)
    await print([...told.wallets.map(walletText), listText(told)].filter((text) => text !== '').join('\n'))
    return 0
  })
}

function walletText({ currency, perDayBefore, perDay, changes: rows, passed }: ChangesDto['wallets'][number]): string {
  const head = `${currency}: ${money(perDay)} a day at the rate of now, ${money(perDayBefore)} at that of then.\n`
  const table = textTable(
    ['a day', 'what', 'name', 'of', 'region', 'at', 'id'],
    rows.map((row) => [
      signed(row.perDay),
      row.kind,
      row.name,
      ofText(row),
      row.region,
      row.at === null ? '' : minute(row.at),
      row.resourceId,
    ]),
  )
  const gone =
    passed.count === 0 ? '' : `Began and ended in between: ${passed.count}, billed ${money(passed.billed)}.\n`
  return `${head}${rows.length === 0 ? 'Nothing began, ended or changed.\n' : table}${gone}`
}

function listText({ prices, stock }: ChangesDto): string {
  const lines = [
    ...prices.map(
      ({ at, sku, currency, before, after }) => `${minute(at)}  ${sku}: ${after} ${currency} instead of ${before}`,
    ),
    ...stock.map(
      ({ kind, at, region, gpuModel, size }) =>
        `${minute(at)}  ${size} x ${gpuModel} in ${region}: ${kind === 'out' ? 'sold out' : 'to be had again'}`,
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function ofText({
  gpuModel,
  gpuCount,
  sizeGb,
  resourceType,
}: ChangesDto['wallets'][number]['changes'][number]): string {
  if (gpuModel !== null) return `${gpuCount ?? '?'} x ${gpuModel}`
  return sizeGb === null ? resourceType : `${resourceType} of ${sizeGb} GB`
}

const money = (decimal: string) => Number(decimal).toFixed(2)
const signed = (decimal: string) => `${Number(decimal) > 0 ? '+' : ''}${money(decimal)}`
const minute = (iso: string) => `${iso.slice(0, 16)}Z`
