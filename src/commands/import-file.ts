import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Config } from '../config.ts'
import type { ImportedFxDto } from '../server/dto/fx.ts'
import type { ImportedThroughputDto } from '../server/dto/gpu-economics.ts'
import type { ImportedPricesDto } from '../server/dto/prices.ts'
import { withApi } from './product.ts'
import { CommandError, say } from './talk.ts'

/** `qm import prices FILE`: dated lists and contracts. */
export function importPrices(config: Config, file: string): Promise<number> {
  return importFile(
    config,
    file,
    'prices/import',
    ({ list, contracts, unchanged, note }: ImportedPricesDto) =>
      `${list} list prices and ${contracts} contracts taken, ${unchanged} as the API told them. ${note}`,
  )
}

/** `qm import fx FILE`: the ECB's history of rates as it is downloaded. */
export function importFx(config: Config, file: string): Promise<number> {
  return importFile(
    config,
    file,
    'fx/import',
    ({ days, from, last, changed }: ImportedFxDto) =>
      `${days} days from ${from} to ${last}, ${changed} rates new or different.`,
  )
}

/** `qm import throughput FILE`: what the own work gets out of a GPU. */
export function importThroughput(config: Config, file: string): Promise<number> {
  return importFile(
    config,
    file,
    'gpu-economics/throughput',
    ({ taken }: ImportedThroughputDto) => `${taken} figures taken.`,
  )
}

function importFile<Answer>(
  config: Config,
  file: string,
  path: string,
  words: (answer: Answer) => string,
): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.post(`/api/v1/${path}`, { csv: await read(file) })
    say(words((await answer.json()) as Answer))
    return 0
  })
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`, 2)
  }
}
