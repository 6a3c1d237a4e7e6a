import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Config } from '../config.ts'
import type { ImportedFxDto } from '../server/dto/fx.ts'
import type { ImportedThroughputDto } from '../server/dto/gpu-economics.ts'
import type { ImportedPricesDto } from '../server/dto/prices.ts'
import { withApi } from './product.ts'
import { CommandError, say } from './talk.ts'

/** `qm import prices FILE`: dated lists and contracts. */
export async function importPrices(config: Config, file: string): Promise<number> {
  const { list, contracts, unchanged, note } = (await send(config, file, 'prices/import')) as ImportedPricesDto
  say(`${list} list prices and ${contracts} contracts taken, ${unchanged} as the API told them. ${note}`)
  return 0
}

/** `qm import fx FILE`: the ECB's history of rates as it is downloaded. */
export async function importFx(config: Config, file: string): Promise<number> {
  const { days, from, last, changed } = (await send(config, file, 'fx/import')) as ImportedFxDto
  say(`${days} days from ${from} to ${last}, ${changed} rates new or different.`)
  return 0
}

/** `qm import throughput FILE`: what the own work gets out of a GPU. */
export async function importThroughput(config: Config, file: string): Promise<number> {
  const { taken } = (await send(config, file, 'gpu-economics/throughput')) as ImportedThroughputDto
  say(`${taken} figures taken.`)
  return 0
}

async function send(config: Config, file: string, path: string): Promise<unknown> {
  const csv = await read(file)
  return withApi(config, async (api) => (await api.post(`/api/v1/${path}`, { csv })).json())
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`, 2)
  }
}
